"""What a command does to the system."""

from __future__ import annotations

import pytest

from linter.catalogue.effects import changes, irreversible


@pytest.mark.parametrize(
    ("command", "lost"),
    [
        ("kubectl -n shop delete pvc data-0", "kubectl -n shop delete pvc"),
        ("oc delete project wasp", "oc delete project"),
        ("oc delete -n shop pv/data", "oc delete -n shop pv"),
        ("rm -rf /var/lib/etcd", "rm -rf"),
        ("rm -v --recursive x", "rm -v --recursive"),
        ("mkfs.ext4 /dev/sdb", "mkfs.ext4"),
        ("dd if=/dev/zero of=/dev/sdb", "dd if=/dev/zero of=/dev/"),
        ("psql -c 'DROP TABLE orders'", "DROP TABLE"),
        ("psql -c 'truncate table orders'", "truncate table"),
        ("redis-cli -h x FLUSHALL", "redis-cli -h x FLUSHALL"),
        ("etcdctl --endpoints=x del /a", "etcdctl --endpoints=x del"),
        ("kafka-topics.sh --bootstrap-server x --delete --topic y", "kafka-topics.sh --bootstrap-server x --delete"),
        ("terraform destroy", "terraform destroy"),
        ("aws ec2 terminate-instances --instance-ids x", "aws ec2 terminate-instances"),
        ("aws s3 rm s3://x --recursive", "aws s3 rm s3://x --recursive"),
        ("ceph osd purge 3", "ceph osd purge"),
        ("blkdiscard /dev/sdb", "blkdiscard"),
        ("lvremove vg/lv", "lvremove"),
        ("docker volume prune", "docker volume prune"),
        ("kubectl delete pod x --force --grace-period=0", "--force --grace-period=0"),
        ("kubectl delete pod api-0", ""),
        ("kubectl delete deployment pvc", ""),
        ("rm -f /tmp/x", ""),
        ("rm -rf /tmp/build", ""),
        ("kubectl get pvc", ""),
        ("echo nothing", ""),
    ],
)
def test_irreversible(command: str, lost: str) -> None:
    assert irreversible(command) == lost


@pytest.mark.parametrize(
    ("command", "changing"),
    [
        ("kubectl rollout restart deploy/api", True),
        ("kubectl -n shop scale deploy/api --replicas=3", True),
        ("systemctl restart nginx", True),
        ("helm rollback api 3", True),
        ("kubectl get pods", False),
        ("systemctl status nginx", False),
        ("kubectl describe pod create", False),
        ("journalctl -u nginx", False),
    ],
)
def test_changes(command: str, changing: bool) -> None:
    assert changes(command) is changing


def test_no_command_can_hang_it() -> None:
    for text in ("kubectl " + "-n a " * 20_000, "rm " + "-v " * 20_000, "etcdctl " + "--a " * 20_000, "aws " * 20_000):
        assert irreversible(text + " delete") == ""
        changes(text)
