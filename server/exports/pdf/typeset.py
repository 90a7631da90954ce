"""The child process that sets pages: JSON on standard input, a PDF on standard output. Run by ``pdf`` alone.

A process of its own, so that a page costs no memory once it is done, a runaway one is stopped by the limits below, and
whatever becomes of it, the server goes on. It is given a template, fonts and data; it has no use for anything else.

A payload may say how many ``pages`` it should fill: what runs over is set again, ``tight``. One that has a file
``attached`` becomes PDF/A-3.
"""

import json
import resource
import sys
from pathlib import Path

import typst

MEMORY_BYTES = 2 * 1024**3
FITS = ("", "tight")


def main(template: Path, fonts: Path, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    payload = sys.stdin.buffer.read().decode("utf-8")
    compiler = fitting(template, fonts, payload)
    try:
        pages = compiler.compile(
            format="pdf", pdf_standards=["a-3a", "ua-1"] if "attached" in json.loads(payload) else ["ua-1"]
        )
    except typst.TypstError:
        pages = compiler.compile(format="pdf")
    if isinstance(pages, bytes):
        sys.stdout.buffer.write(pages)


def fitting(template: Path, fonts: Path, payload: str) -> typst.Compiler:
    """Set in the first way that keeps to the number of pages; in the last one when none does."""
    most = json.loads(payload).get("pages")
    for fit in FITS:
        compiler = typst.Compiler(
            str(template),
            root=str(template.parent),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"payload": payload, "fit": fit},
        )
        if most is None or fit == FITS[-1] or json.loads(compiler.query("<pages>", field="value", one=True)) <= most:
            break
    return compiler


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
