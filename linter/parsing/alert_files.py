"""YAML or JSON with alert rules to AlertFile. Several documents may stand in one file, each of a form of its own."""

from __future__ import annotations

import re

from linter.model.alert_file import AlertFile, BrokenRule
from linter.model.span import Span
from linter.parsing.alert_reader import AlertReader
from linter.parsing.datadog_monitors import DatadogMonitors
from linter.parsing.grafana_rules import GrafanaRules
from linter.parsing.guarded_yaml import YamlError, compose_documents
from linter.parsing.prometheus_rules import PrometheusRules

# Helm's templates become YAML only when they are rendered. Prometheus has templates of its own within texts.
_HELM = re.compile(r"\{\{-?\s*(?:\.Values|\.Release|\.Chart|include\s|template\s|toYaml\s)")
_CONTROL = re.compile(r"^[ \t]*\{\{-?", re.MULTILINE)
_SKIPPED = "a template; render it first: `helm template CHART | runbook-linter alerts -`"


def read_alert_file(path: str, text: str) -> AlertFile:
    """The alerting rules of a text. A file without any rules is read, and empty."""
    if _HELM.search(text):
        return AlertFile(path, text, skipped=_SKIPPED)
    try:
        documents = compose_documents(text)
    except YamlError as error:
        if _CONTROL.search(text):
            return AlertFile(path, text, skipped=_SKIPPED)
        start = error.offset_in(text)
        return AlertFile(path, text, broken=(BrokenRule(f"not valid YAML: {error.message}", Span(start, start)),))
    # Grafana's form looks like Prometheus' from afar, so it is asked first.
    readers: tuple[AlertReader, ...] = (GrafanaRules(), DatadogMonitors(text), PrometheusRules())
    for document in documents:
        reader = next((reader for reader in readers if reader.claims(document)), None)
        if reader:
            reader.read(document)
    rules = sorted((rule for reader in readers for rule in reader.rules), key=lambda rule: rule.span)
    broken = sorted((wrong for reader in readers for wrong in reader.broken), key=lambda wrong: wrong.span)
    return AlertFile(path, text, tuple(rules), tuple(broken))
