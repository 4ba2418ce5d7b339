"""kube-prometheus' alert rules against prometheus-operator's runbooks: counted by hand, found exactly."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.parsing.alert_files import read_alert_file
from tests.cli.run import run
from tests.conftest import lint_folder

DEAD = [
    *("AlertmanagerClusterFailedPeers", "GrafanaRequestsFailing", "KubeDeploymentRolloutStuck"),
    *("KubeJobNotCompleted", "KubePdbNotEnoughHealthyPods", "KubePersistentVolumeInodesFillingUp"),
    *("KubePersistentVolumeInodesFillingUp", "KubeAPIInstanceUnreachable", "KubeNodePressure"),
    *("KubeNodeEviction", "KubeletInstanceUnreachable", "KubeSchedulerInstanceUnreachable"),
    *("KubeControllerManagerInstanceUnreachable", "NodeCPUHighUsage", "NodeSystemSaturation"),
    *("NodeMemoryMajorPagesFaults", "NodeMemoryHighUtilization", "NodeDiskIOSaturation"),
    *("NodeSystemdServiceFailed", "NodeSystemdServiceCrashlooping", "NodeBondingDegraded"),
    *("PrometheusSDRefreshFailure", "PrometheusKubernetesListWatchFailures"),
    *("PrometheusScrapeBodySizeLimitHit", "PrometheusScrapeSampleLimitHit", "PrometheusHighQueryLoad"),
    *("PrometheusOperatorStatusUpdateErrors",),
]
LONELY = [
    *("etcdBackendQuotaLowSpace", "etcdGRPCRequestsSlow", "etcdHighFsyncDurations"),
    *("etcdHighNumberOfFailedGRPCRequests", "etcdInsufficientMembers", "etcdMembersDown", "etcdNoLeader"),
    *("KubeJobCompletion", "KubeProxyDown"),
]
CONFIG = """docs: content
alerts:
  rules: ["manifests/**/*.yaml"]
  runbook_urls: {"https://runbooks.prometheus-operator.dev/": "content/"}
"""
Finder = Callable[[str], Path]


@pytest.fixture
def base(tmp_path: Path, corpus: Finder) -> Path:
    shutil.copytree(corpus("prometheus-operator+runbooks") / "content", tmp_path / "base" / "content")
    shutil.copytree(corpus("prometheus-operator+kube-prometheus") / "manifests", tmp_path / "base" / "manifests")
    (tmp_path / "base" / "runbook-linter.yml").write_text(CONFIG, encoding="utf-8")
    return tmp_path / "base"


def test_coverage_is_as_counted_by_hand(corpus: Finder) -> None:
    rules, docs = corpus("prometheus-operator+kube-prometheus"), corpus("prometheus-operator+runbooks")
    done = run("alerts", str(rules), "--docs", str(docs), "--format", "json", cwd=docs)
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert len(found["alerts"]) == 139
    assert sorted(row["alert"] for row in found["dead"]) == sorted(DEAD)
    assert all(row["page"] is None and row["line"] > 1 for row in found["dead"])
    assert sorted(Path(path).stem for path in found["runbooks_without_alert"]) == sorted(LONELY)
    assert found["alerts_without_url"] == []


def test_findings_are_right(base: Path) -> None:
    found = lint_folder(base, "A")
    assert found.troubles == ()
    by_code: dict[str, list[str]] = {}
    for finding in found.findings:
        name = Path(finding.path).stem if finding.path.startswith("content") else finding.subject.rsplit("/", 1)[-1]
        by_code.setdefault(f"{finding.code} {finding.severity}", []).append(name)
    assert sorted(by_code.pop("A106 error")) == sorted({name.lower() for name in DEAD})
    assert sorted(by_code.pop("A110 info")) == sorted(LONELY)
    assert by_code == {
        "A111 warning": ["KubeNodeReadinessFlapping", "PrometheusRemoteWriteBehind"],
        "A112 info": ["NodeFilesystemSpaceFillingUp"],
        "A104 info": ["GrafanaRequestsFailing"],
    }


def test_every_value_is_at_its_place(corpus: Finder) -> None:
    rules = 0
    for path in corpus("prometheus-operator+kube-prometheus").rglob("*.yaml"):
        file = read_alert_file(path.name, path.read_text(encoding="utf-8"))
        assert (file.broken, file.skipped) == ((), "")
        for rule in file.rules:
            rules += 1
            assert file.text[slice(*rule.span)] == rule.name
            assert file.text[slice(*rule.place("annotations.runbook_url"))] == rule.runbook_url
            assert file.text[slice(*rule.place("labels.severity"))] == rule.severity
    assert rules == 139
