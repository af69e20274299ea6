"""Reads the SRT we write with others' readers: python srt, pysubs2 and ffmpeg.

    python3 tests/srt/read_back.py CUEKIT FILE-OR-FOLDER...

Each file is converted to SRT by the program CUEKIT; then every reader must find the same cues, with the same times
and texts (tags and blanks aside). Needs the packages srt and pysubs2, and ffmpeg in the path or the package
imageio-ffmpeg. Exit codes: 0 all alike, 1 some not, 2 a reader is missing or nothing was converted.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import pysubs2
    import srt

    FFMPEG = shutil.which("ffmpeg")
    if not FFMPEG:
        import imageio_ffmpeg

        FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
except ImportError as missing:
    print(f"{missing}: run `pip install srt pysubs2 imageio-ffmpeg`", file=sys.stderr)
    sys.exit(2)


def said(text):
    return " ".join(re.sub(r"<[^>]*>|\{[^}]*\}", "", text).split())


def millis(clock):
    hours, minutes, seconds = clock.replace(",", "").split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(seconds)


def as_written(text):
    """The cues by the letter of what we write: a number, two times, lines, a blank line."""
    for start, end, lines in re.findall(r"^\d+\n(\S+) --> (\S+)\n((?:.+\n?)*)", text, re.MULTILINE):
        yield millis(start), millis(end), said(lines)


def by_srt(text):
    for cue in srt.parse(text):
        yield round(cue.start.total_seconds() * 1000), round(cue.end.total_seconds() * 1000), said(cue.content)


def by_pysubs2(text):
    for cue in pysubs2.SSAFile.from_string(text, format_="srt"):
        yield cue.start, cue.end, said(cue.text.replace("\\N", " "))


def by_ffmpeg(text):
    command = [FFMPEG, "-loglevel", "error", "-f", "srt", "-i", "-", "-f", "srt", "-"]
    return by_srt(subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True).stdout.decode())


def inputs(arguments):
    for path in map(pathlib.Path, arguments):
        yield from sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def main(cuekit, arguments):
    files = cues = unlike = 0
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "captions.srt"
        for path in inputs(arguments):
            command = [cuekit, "convert", path, "--duration", "5:00", "-o", output, "--force", "--quiet"]
            if subprocess.run(command, stderr=subprocess.DEVNULL).returncode != 0:
                continue
            text = output.read_text(encoding="utf-8")
            written = [cue for cue in as_written(text) if cue[2]]
            files, cues = files + 1, cues + len(written)
            for reader in (by_srt, by_pysubs2, by_ffmpeg):
                # Of cues without a text, readers think differently.
                found = [cue for cue in reader(text) if cue[2]]
                if found != written:
                    unlike += 1
                    first = next((pair for pair in zip(written, found) if pair[0] != pair[1]), "one has more cues")
                    print(f"{path}, {reader.__name__}: {first}")
    print(f"{files} files, {cues} cues; {unlike} times a reader found other cues")
    return 2 if files == 0 else 1 if unlike else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
