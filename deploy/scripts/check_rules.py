#!/usr/bin/env python3
"""Holds the sources against rules that neither the compiler nor swift-format knows.

Run from the root of the repository; `make lint` does. Prints one line per finding and exits 1 when there is any.
"""

import json
import pathlib
import re
import subprocess
import sys

LONGEST_FILE = 400

# The only targets that touch C, or bytes of a key: there, and nowhere else, an expression may need the word.
MAY_SAY_UNSAFE = {"PollExecutor", "Postgres", "AMQP", "OutboundHTTP", "LocalServers", "Telephony", "ObjectStore", "Passwords"}

# What belongs to the toolchain and is declared by nobody.
TOOLCHAIN = {
    "Swift", "Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc", "Dispatch", "Synchronization",
    "Testing", "PackageDescription", "_Concurrency",
}

SERVER = {"Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix", "NIOHTTP1"}
DRIVERS = {"PollExecutor", "Postgres", "AMQP", "OutboundHTTP", "LenientJSON", "ObjectStore"}
DOMAIN = {"Contracts", "Messaging", "Schema", "ServiceKit"}

# target: what it must not import, and why.
FORBIDDEN = {
    **{driver: (SERVER | DOMAIN, "a driver knows neither the domain nor the server") for driver in DRIVERS},
    "Contracts": (SERVER | DRIVERS | DOMAIN, "contracts stand on nothing"),
    "Messaging": (SERVER, "messages travel without an HTTP server"),
    "Schema": (SERVER, "the schema needs no HTTP server"),
    "Observability": (SERVER | DRIVERS, "observability stands on nothing"),
}

# Folders of a service that stay free of the HTTP server.
PURE_FOLDERS = ("Domain", "Persistence")

# Modules that come with a declared product under another name.
COMES_WITH = {
    "ArgumentParser": {"ArgumentParser"},
    "Hummingbird": {"Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix", "NIOHTTP1"},
}

IMPORT = re.compile(r"^\s*(?:@\w+\s+)*(?:package |internal |public |private |fileprivate )?import (?:\w+ )?(\w+)", re.M)
NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|#*"""(?:\\.|[^\\])*?"""#*|#"[^\n]*?"#|"(?:\\.|[^"\\\n])*"', re.S)


def code_of(text):
    """The text without comments and string literals, line numbers kept."""
    return NOT_CODE.sub(lambda match: "\n" * match.group().count("\n"), text)


class Rules:
    def __init__(self):
        self.findings = []
        description = json.loads(subprocess.check_output(["swift", "package", "--scratch-path", ".build/lint", "dump-package"]))
        self.targets = {target["name"]: target for target in description["targets"]}
        self.services = {
            name for name, target in self.targets.items()
            if target["path"].startswith("Services/") and target["type"] == "regular"
        }

    def complain(self, path, code, position, text):
        self.findings.append(f"{path}:{code.count(chr(10), 0, position) + 1}: {text}")

    def check(self):
        for name, target in sorted(self.targets.items()):
            for path in self.sources(target):
                text = path.read_text(encoding="utf-8")
                code = code_of(text)
                self.check_size(path, text)
                self.check_words(path, code, name, target)
                self.check_imports(path, code, name, target)

    @staticmethod
    def sources(target):
        if target["type"] == "system":
            return []
        root = pathlib.Path(target["path"])
        folders = [root / part for part in target.get("sources") or ["."]]
        excluded = [root / part for part in target.get("exclude") or []]
        return [
            path for folder in folders for path in sorted(folder.rglob("*.swift"))
            if not any(path.is_relative_to(other) for other in excluded)
        ]

    def check_size(self, path, text):
        lines = text.count("\n")
        if lines > LONGEST_FILE:
            self.findings.append(f"{path}:1: {lines} lines; split it, {LONGEST_FILE} is the most")

    def check_words(self, path, code, name, target):
        words = [(r"\btry!", "try! crashes; handle the error"), (r"\bas!", "as! crashes; use as? and say what is wrong")]
        is_test = target["path"].startswith("Tests/")
        if is_test:
            # Measuring takes time by its nature.
            if not target["path"].startswith("Tests/Benchmarks/"):
                words.append((r"\bTask\.sleep\b", "tests await an event, they do not sleep"))
            words.append((r"\bimport XCTest\b", "tests use swift-testing"))
        else:
            words.append((r"^\s*public\b", "nothing outside the package uses it: package, or nothing"))
            if name not in MAY_SAY_UNSAFE:
                words.append((r"\bunsafe\b|\bnonisolated\(unsafe\)", "only the wrappers of C libraries may be unsafe"))
        for pattern, text in words:
            for match in re.finditer(pattern, code, re.M):
                self.complain(path, code, match.start(), text)

    def check_imports(self, path, code, name, target):
        declared = self.declared(target)
        forbidden, reason = FORBIDDEN.get(name, (set(), ""))
        is_test = target["path"].startswith("Tests/")
        for match in IMPORT.finditer(code):
            module = match.group(1)
            if module in forbidden:
                self.complain(path, code, match.start(), f"{name} imports {module}: {reason}")
            if not is_test and module in self.services - {name} and target["type"] != "executable":
                self.complain(path, code, match.start(), f"{name} imports {module}: services share messages only")
            if not is_test and module == "TestSupport":
                self.complain(path, code, match.start(), "product code imports TestSupport")
            if module in SERVER and any(part in PURE_FOLDERS for part in path.parts):
                self.complain(path, code, match.start(), f"{module} in {path.parent.name}: keep the HTTP server out of it")
            if module not in declared | TOOLCHAIN | {name}:
                self.complain(path, code, match.start(), f"{name} imports {module} without declaring it in Package.swift")

    @staticmethod
    def declared(target):
        names = set()
        for dependency in target["dependencies"]:
            for kind in ("byName", "target", "product"):
                if kind in dependency:
                    name = dependency[kind][0]
                    names |= COMES_WITH.get(name, {name})
        return names


def main():
    rules = Rules()
    rules.check()
    for finding in sorted(set(rules.findings)):
        print(finding)
    if rules.findings:
        sys.exit(1)


if __name__ == "__main__":
    main()
