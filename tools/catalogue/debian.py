"""Debian's packages of a release, unpacked into a folder: nothing is installed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

_MIRROR = "http://deb.debian.org/debian"
_KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"


def unpacked(release: str, packages: Iterable[str], work: Path) -> Path:
    """The folder `work/release/root` with the packages' files in it; those there already are not fetched again."""
    folder = work / release
    root = folder / "root"
    debs = folder / "debs"
    for made in (root, debs, folder / "apt/lists/partial", folder / "apt/cache/archives/partial", folder / "apt/state"):
        made.mkdir(parents=True, exist_ok=True)
    missing = [name for name in packages if not any(debs.glob(f"{name}_*.deb"))]
    if not missing:
        return root
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "APT_CONFIG": str(_apt_config(release, folder / "apt"))}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=True)
    for name in missing:
        subprocess.run(["apt-get", "download", "-qq", name], env=environment, cwd=debs, check=True)
        subprocess.run(["dpkg-deb", "-x", str(next(debs.glob(f"{name}_*.deb"))), str(root)], check=True)
    return root


def version_of(release: str, package: str, work: Path) -> str:
    """The upstream version of a package that was fetched: without epoch and Debian's own revision."""
    name = next((work / release / "debs").glob(f"{package}_*.deb")).name
    version = name.split("_")[1].replace("%3a", ":").rsplit("-", 1)[0].split(":")[-1]
    return version.split("+really")[-1].split("+")[0].split("~")[0]


def _apt_config(release: str, folder: Path) -> Path:
    folder = folder.resolve()
    (folder / "sources.list").write_text(f"deb [signed-by={_KEYS}] {_MIRROR} {release} main\n")
    (folder / "state/status").touch()
    config = folder / "apt.conf"
    config.write_text(
        f'Dir::Etc::SourceList "{folder}/sources.list";\nDir::Etc::SourceParts "/dev/null";\n'
        f'Dir::State "{folder}/state";\nDir::State::Lists "{folder}/lists";\n'
        f'Dir::State::status "{folder}/state/status";\nDir::Cache "{folder}/cache";\n'
    )
    return config
