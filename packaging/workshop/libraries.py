"""The shared libraries that Qt takes from the system on Linux: found missing, installed by apt, or named."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

# What `ldd` names beyond the C library for Qt's core, GUI and PDF modules and its offscreen platform …
_ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
# … and for a window (X11; Wayland works through it) and a printer.
_WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libcups.so.2": "libcups2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class LibrariesMissing(Exception):
    """Qt cannot start; the text is the command that mends it."""


def provide(*, window: bool) -> None:
    """See to it that Qt's libraries are there, with apt where that is allowed. Raises LibrariesMissing if not."""
    wanted = {**_ALWAYS, **(_WINDOW if window else {})}
    missing = missing_of(wanted)
    if not missing:
        return
    packages = [wanted[name] for name in missing]
    rights = _rights()
    if rights is not None:
        print(f"Installing with apt what Qt needs: {' '.join(packages)}", flush=True)
        _install(rights, packages)
        missing = missing_of(wanted)
    if missing:
        raise LibrariesMissing(_command(missing, [wanted[name] for name in missing]))


def missing_of(wanted: dict[str, str]) -> list[str]:
    """The names that the system's loader does not find. Always empty where Qt brings everything (Windows, macOS)."""
    if sys.platform != "linux":
        return []
    missing = []
    for name in wanted:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def _rights() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo when it asks for no password; None when neither will do."""
    if sys.platform != "linux" or shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _install(rights: list[str], packages: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*rights, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        # Most likely the package lists were never fetched on this machine, or are old.
        subprocess.run([*rights, "apt-get", "update", "-qq"], env=environment, stdout=subprocess.DEVNULL, check=False)
        subprocess.run(install, env=environment, stdout=subprocess.DEVNULL, check=False)


def _command(missing: list[str], packages: list[str]) -> str:
    if shutil.which("dnf"):
        return "sudo dnf install " + " ".join(f"'{name}()(64bit)'" for name in missing)
    if shutil.which("apt-get"):
        return f"sudo apt-get install {' '.join(packages)}"
    return f"install, with your system's package manager, what holds: {' '.join(missing)}"
