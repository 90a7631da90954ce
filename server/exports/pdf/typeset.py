"""The child process that sets pages: a job on standard input, a PDF on standard output. Run by ``set_pages`` alone.

A process of its own, so that a page costs no memory once it is done, a runaway one is stopped by the limits below, and
whatever becomes of it, the server goes on. It is given a template, fonts and data; it has no use for anything else.
It may be started before there is a job: it holds nothing but typst and the fonts then, sets one job, and ends; one
that waits for too long ends with ``NO_JOB``.

The job is a line of JSON and then the payload, which goes to the template as it is: the ``template``, the ``seconds``
of the processor, how many ``pages`` it should fill (what runs over is set again, ``tight``), and whether a file is
``attached`` (then it becomes PDF/A-3).
"""

import json
import math
import resource
import select
import sys
from pathlib import Path
from typing import Any

import typst

MEMORY_BYTES = 2 * 1024**3
FITS = ("", "tight")
NO_JOB = 3


def main(fonts: Path, wait_seconds: int) -> int:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    found = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts)])
    is_asked, _, _ = select.select([sys.stdin], [], [], wait_seconds)
    job, _, payload = (sys.stdin.buffer.read() if is_asked else b"").partition(b"\n")
    if not job:
        return NO_JOB
    pages = set_job(json.loads(job), payload.decode("utf-8"), found)
    if isinstance(pages, bytes):
        sys.stdout.buffer.write(pages)
    return 0


def set_job(job: dict[str, Any], payload: str, fonts: typst.Fonts) -> Any:
    limit_processor(job["seconds"])
    compiler = fitting(Path(job["template"]), fonts, payload, job["pages"])
    try:
        return compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"] if job["attached"] else ["ua-1"])
    except typst.TypstError:
        return compiler.compile(format="pdf")


def limit_processor(seconds: int) -> None:
    """From now on: what starting took is not the job's."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))


def fitting(template: Path, fonts: typst.Fonts, payload: str, most: int | None) -> typst.Compiler:
    """Set in the first way that keeps to the number of pages; in the last one when none does."""
    for fit in FITS:
        compiler = typst.Compiler(
            str(template), root=str(template.parent), font_paths=fonts, sys_inputs={"payload": payload, "fit": fit}
        )
        if most is None or fit == FITS[-1] or json.loads(compiler.query("<pages>", field="value", one=True)) <= most:
            break
    return compiler


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
