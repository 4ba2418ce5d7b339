"""What cannot be had back is named; what can is not."""

from __future__ import annotations

import pytest

from linter.catalogue.destructive import destructive_command


@pytest.mark.parametrize(
    ("code", "command"),
    [
        ("kubectl -n shop delete pvc data-0", "kubectl -n shop delete pvc"),
        ("oc delete namespace shop", "oc delete namespace"),
        ("oc delete -n shop --force pvc data", "oc delete -n shop --force pvc"),
        ("oc delete -n $NS <volume>", "oc delete -n $NS <volume>"),
        ("sudo rm -rf /var/lib/x", "rm -rf"),
        ("rm -v --recursive x", "rm -v --recursive"),
        ("psql -c 'DROP TABLE orders'", "DROP TABLE"),
        ("delete from orders where id = 1;", "delete from orders"),
        ("terraform destroy", "terraform destroy"),
        ("aws ec2 terminate-instances --instance-ids i-1", "aws ec2 terminate-instances"),
        ("git push origin main --force", "git push origin main --force"),
        ("dd if=x of=/dev/sda", "dd if=x of=/dev/"),
        ("etcdctl --endpoints=x del /a", "etcdctl --endpoints=x del"),
        ("redis-cli -h x FLUSHALL", "redis-cli -h x FLUSHALL"),
        ("kafka-topics.sh --bootstrap-server x --delete --topic y", "kafka-topics.sh --bootstrap-server x --delete"),
    ],
)
def test_destructive(code: str, command: str) -> None:
    assert destructive_command(code) == command


@pytest.mark.parametrize(
    "code",
    [
        "kubectl delete pod api-1",
        "oc delete -n shop --force pod api-1",
        "kubectl delete pods -l app=x",
        "rm /tmp/lock",
        "kubectl get pods",
        "# kubectl delete pvc x",
        "ls --format=x",
        "git push",
        "grep 'deleted from'",
        "docker rm api",
        "helm list",
        "tail -f log",
    ],
)
def test_harmless(code: str) -> None:
    assert destructive_command(code) == ""


def test_long_lines_end() -> None:
    assert destructive_command("aws " + "a " * 100_000 + "delete") == ""
