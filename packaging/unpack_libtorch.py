#!/usr/bin/env python3
"""Takes the C++ parts of libtorch out of the wheels that packaging/libtorch.sh fetched.

unpack_libtorch.py cpu WHEELS TARGET           headers, libtorch_cpu and all it needs, licences
unpack_libtorch.py gpu WHEELS TARGET PRESENT   libtorch_cuda and the NVIDIA libraries that PRESENT does not have yet,
                                               headers of CUDA's runtime in cuda/include

All libraries lie flat in TARGET/lib: libtorch and the NVIDIA libraries look for each other in their own folder.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

CPU_ROOTS = ["libtorch_cpu.so"]
# The last two are opened by name at run time.
GPU_ROOTS = ["libtorch_cuda.so", "libtorch_cuda_linalg.so", "libcaffe2_nvrtc.so"]
# Whose headers libtorch's own for CUDA include.
HEADERS = re.compile(r"nvidia_cuda_(?:runtime|crt)-.*\.whl")
LIBRARY = re.compile(r"(?:torch|nvidia/\w+)/lib/(?P<name>[^/]+\.so(?:\.\d+)*)")
LICENCE = re.compile(r"(?P<package>[^/]+)\.dist-info/(?:licenses/)?(?P<name>(?:LICENSE|License|NOTICE)[^/]*)")


class Wheels:
    """The libraries of all wheels in a folder, by file name."""

    def __init__(self, folder):
        self.archives = [zipfile.ZipFile(path) for path in sorted(folder.glob("*.whl"))]
        self.libraries = {}
        for archive in self.archives:
            for member in archive.namelist():
                if match := LIBRARY.fullmatch(member):
                    self.libraries[match["name"]] = (archive, member)

    def extract(self, name, target):
        archive, member = self.libraries[name]
        write(archive, member, target / name)

    def extract_headers(self, target):
        for archive in self.archives:
            for member in archive.namelist():
                if member.startswith("torch/include/") and not member.endswith("/"):
                    write(archive, member, target / member.removeprefix("torch/"))

    def extract_cuda_headers(self, target):
        for archive in self.archives:
            if not HEADERS.fullmatch(pathlib.Path(archive.filename).name):
                continue
            for member in archive.namelist():
                if "/include/" in member and not member.endswith("/"):
                    write(archive, member, target / "include" / member.split("/include/", 1)[1])

    def extract_licences(self, target):
        for archive in self.archives:
            for member in archive.namelist():
                if match := LICENCE.fullmatch(member):
                    write(archive, member, target / match["package"] / match["name"])

    def nvidia_libraries(self):
        return [name for name, (_, member) in self.libraries.items() if member.startswith("nvidia/")]


def write(archive, member, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, open(path, "wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)


def needed(library):
    """The names of the libraries that the linker will look for beside this one."""
    table = subprocess.run(["readelf", "-d", library], capture_output=True, text=True, check=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.+)\]", table)


def extract_with_needs(wheels, roots, target, present):
    waiting, seen = list(roots), set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in wheels.libraries or (present and (present / name).exists()):
            continue
        seen.add(name)
        wheels.extract(name, target)
        waiting += needed(target / name)


def main(part, source, target, present=None):
    wheels, target = Wheels(pathlib.Path(source)), pathlib.Path(target)
    roots = CPU_ROOTS if part == "cpu" else GPU_ROOTS + wheels.nvidia_libraries()
    missing = [name for name in (CPU_ROOTS if part == "cpu" else GPU_ROOTS) if name not in wheels.libraries]
    if missing:
        sys.exit(f"ottava: the wheels in {source} do not hold {', '.join(missing)}.")
    extract_with_needs(wheels, roots, target / "lib", pathlib.Path(present) if present else None)
    wheels.extract_licences(target / "licenses")
    if part == "cpu":
        wheels.extract_headers(target)
    else:
        wheels.extract_cuda_headers(target / "cuda")


if __name__ == "__main__":
    main(*sys.argv[1:])
