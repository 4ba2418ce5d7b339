"""Names of programs. A line that begins with none of them may well be output, and is not judged."""

from __future__ import annotations

import re

from linter.catalogue.tool import is_shipped
from linter.model.tools import Tools

WITH_SUBCOMMANDS = frozenset(
    {
        *(
            "helm",
            "terraform",
            "tofu",
            "aws",
            "gcloud",
            "az",
            "vault",
            "consul",
            "nomad",
            "istioctl",
            "linkerd",
            "velero",
        ),
        *(
            "argocd",
            "flux",
            "virtctl",
            "ceph",
            "rbd",
            "rados",
            "patronictl",
            "crictl",
            "ctr",
            "nerdctl",
            "kubeadm",
            "odf",
        ),
        *(
            "oadm",
            "pg_ctlcluster",
            "nodetool",
            "rabbitmqctl",
            "gh",
            "glab",
            "minikube",
            "kind",
            "eksctl",
            "rosa",
            "ocm",
        ),
        *("docker-compose", "gitlab-ctl", "gitlab-rake", "gitlab-runner", "kops", "kubeadm", "kustomize", "fluxctl"),
        *("brew", "npm", "pip", "pip3", "yarn", "cargo", "go", "apt", "yum", "dnf", "apk", "snap", "zypper", "rpm"),
    }
)
"""Tools with subcommands that the catalogue has no description of."""

_OTHERS = frozenset(
    {
        *(
            "find",
            "awk",
            "gawk",
            "kill",
            "dd",
            "iptables",
            "nft",
            "echo",
            "printf",
            "export",
            "cd",
            "watch",
            "redis-cli",
        ),
        *(
            "mysql",
            "mysqldump",
            "mysqladmin",
            "mongo",
            "mongosh",
            "kubelet",
            "prometheus",
            "alertmanager",
            "virsh",
            "nc",
        ),
        *(
            "telnet",
            "chroot",
            "vi",
            "vim",
            "nano",
            "python",
            "python3",
            "perl",
            "ruby",
            "java",
            "jstack",
            "jmap",
            "make",
        ),
        *("service", "chkconfig", "ansible", "ansible-playbook", "egrep", "fgrep", "tempfile", "apt-key", "gsutil"),
        *(
            "easy_install",
            "brctl",
            "ntpdate",
            "systemd-resolve",
            "etcdutl",
            "sqlcmd",
            "cqlsh",
            "influx",
            "kcat",
            "logger",
        ),
        *(
            "sh",
            "bash",
            "zsh",
            "sudo",
            "su",
            "ceph-volume",
            "lxc",
            "qm",
            "pct",
            "ipmitool",
            "nvme",
            "multipath",
            "pvesm",
        ),
    }
)
_KAFKA = re.compile(r"kafka-[a-z-]+(?:\.sh)?")


def is_program(name: str, tools: Tools) -> bool:
    """True for a program that somebody knows: the catalogue, the configuration, or this list."""
    return (
        is_shipped(name)
        or name in WITH_SUBCOMMANDS
        or name in _OTHERS
        or name in tools.by_name
        or name in tools.learned
        or _KAFKA.fullmatch(name) is not None
    )
