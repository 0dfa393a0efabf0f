"""Compile civicmetrics' inner loops when a C compiler is there; without one the wheel is pure.

A plain shared library read by ctypes: no Python headers, one file for every Python version.
See docs/decisions/0010.
"""

import os
import platform
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = "src/civicmetrics/networks"
FLAGS = ["-O2", "-fPIC", "-shared", "-ffp-contract=off", "-fno-math-errno"]


class KernelBuild(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
        source, made = (
            Path(self.root, FOLDER, "kernel.c"),
            Path(self.root, FOLDER, "kernel.compiled"),
        )
        if self.target_name != "wheel" or not compiler or platform.system() == "Windows":
            return
        run = subprocess.run(
            [*compiler.split(), *FLAGS, "-o", str(made), str(source), "-lm"],
            capture_output=True,
            text=True,
        )
        if run.returncode:
            self.app.display_warning(f"kernel not compiled, numpy will do: {run.stderr[-400:]}")
            return
        build_data["artifacts"].append(f"{FOLDER}/kernel.compiled")
        build_data["pure_python"] = False
        if version != "editable":
            tag = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["tag"] = f"py3-none-{tag}"
