//! How often the encoding of a subtitle file is told: our own texts in 48 languages, as captions and as a
//! transcript, in every encoding that has their characters, at three sizes. What counts is the text: a label
//! that decodes the same bytes to the same text is as good as another. chardetng alone is the baseline.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use cuekit::Charset;

/// What encoding_rs encodes to, and UTF-8 and UTF-16 without a byte order mark.
const STANDARD: &str = "utf-8 utf-16le utf-16be windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 \
    windows-1255 windows-1256 windows-1257 windows-1258 windows-874 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 \
    iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-8-i iso-8859-10 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 koi8-r \
    koi8-u ibm866 macintosh x-mac-cyrillic gbk gb18030 big5 shift_jis euc-jp iso-2022-jp euc-kr";

const DOS: &str = "cp437 cp720 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp865 cp869";

/// Bytes of UTF-8, clocks and all, and how many places of each text are tried.
const SIZES: [(usize, usize); 3] = [(20 * 1024, 1), (2 * 1024, 3), (410, 6)];

/// How many were told, of how many.
#[derive(Default)]
struct Score {
    ours: usize,
    baseline: usize,
    all: usize,
    time: Duration,
    wrong: BTreeMap<String, usize>,
}

impl Score {
    fn try_text(&mut self, name: &str, text: &str, labels: &str, baseline: bool) {
        for label in labels.split_whitespace() {
            let charset = Charset::for_label(label).unwrap();
            let Ok(bytes) = charset.encode(text) else { continue };
            let bytes = bytes.strip_prefix(b"\xFF\xFE").or(bytes.strip_prefix(b"\xFE\xFF")).unwrap_or(&bytes);
            // What is ASCII in every encoding proves nothing.
            if text.is_ascii() && !label.starts_with("utf-16") {
                continue;
            }
            let start = Instant::now();
            let found = Charset::detect(bytes, None).unwrap();
            self.time += start.elapsed();
            self.all += 1;
            if found.decode(bytes).0 == text {
                self.ours += 1;
            } else {
                *self.wrong.entry(format!("{name}: {label} taken for {}", found.label())).or_default() += 1;
            }
            if baseline {
                let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
                detector.feed(bytes, true);
                let guess = detector.guess(None, chardetng::Utf8Detection::Allow);
                self.baseline += usize::from(guess.decode(bytes).0 == text);
            }
        }
    }

    fn share(&self) -> f64 {
        self.ours as f64 / self.all as f64
    }

    fn print(&self, what: &str) {
        let percent = |n: usize| 100.0 * n as f64 / self.all as f64;
        println!(
            "{what}: {:.2} % of {} (chardetng alone {:.2} %), {:?} a file",
            percent(self.ours),
            self.all,
            percent(self.baseline),
            self.time / u32::try_from(self.all).unwrap()
        );
        for (which, n) in &self.wrong {
            println!("    {n} {which}");
        }
    }
}

/// A part of a text of about so many bytes, from its `part`th of `parts` on; as long as need be, it begins anew.
fn part(lines: &[String], size: usize, part: usize, parts: usize) -> String {
    let mut text = String::new();
    let mut lines = lines.iter().cycle().skip(part * lines.len() / parts);
    while text.len() < size {
        text += lines.next().unwrap();
        text += "\r\n";
    }
    text
}

fn captions(text: &str) -> Vec<String> {
    let clock = |seconds: usize| format!("00:{:02}:{:02}", seconds / 60, seconds % 60);
    let cue = |(at, line): (usize, &str)| {
        let (start, end) = (clock(at * 4), clock(at * 4 + 3));
        format!("{}\r\n{start},120 --> {end},480\r\n{line}\r\n", at + 1)
    };
    text.lines().enumerate().map(cue).collect()
}

fn transcript(text: &str) -> Vec<String> {
    let turn = |(at, line): (usize, &str)| {
        format!("{}: [0:{:02}]\r\n{line}\r\n", if at % 2 == 0 { "Ada" } else { "Ben" }, at * 3)
    };
    text.lines().enumerate().map(turn).collect()
}

/// With the punctuation of typewriters, which every encoding has.
fn plain(text: &str) -> String {
    text.replace(['’', '‘'], "'").replace(['“', '”', '„', '«', '»'], "\"").replace('…', "...").replace(['–', '—'], "-")
}

/// Vietnamese as windows-1258 writes it: tones as marks behind their letters.
fn tones_apart(text: &str) -> String {
    const TONES: [char; 5] = ['\u{301}', '\u{300}', '\u{309}', '\u{303}', '\u{323}'];
    const LETTERS: &str = "aáàảãạ âấầẩẫậ ăắằẳẵặ eéèẻẽẹ êếềểễệ iíìỉĩị oóòỏõọ ôốồổỗộ ơớờởỡợ uúùủũụ ưứừửữự yýỳỷỹỵ \
                           AÁÀẢÃẠ ÂẤẦẨẪẬ ĂẮẰẲẴẶ EÉÈẺẼẸ ÊẾỀỂỄỆ IÍÌỈĨỊ OÓÒỎÕỌ ÔỐỒỔỖỘ ƠỚỜỞỠỢ UÚÙỦŨỤ ƯỨỪỬỮỰ YÝỲỶỸỴ";
    let apart = |c: char| {
        let row = LETTERS.split(' ').find(|row| row.chars().skip(1).any(|toned| toned == c));
        match row.and_then(|row| Some((row.chars().next()?, row.chars().position(|toned| toned == c)?))) {
            Some((letter, tone)) => [Some(letter), Some(TONES[tone - 1])],
            None => [Some(c), None],
        }
    };
    text.chars().flat_map(apart).flatten().collect()
}

/// A text as it is, and as more encodings can hold it.
fn spellings(name: &str, text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned(), plain(text)];
    if name == "vi" {
        all.extend([tones_apart(text), plain(&tones_apart(text))]);
    }
    all.dedup();
    all
}

/// Our own texts, by language.
fn texts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/encodings");
    let mut texts: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap()))
        .collect();
    texts.sort();
    assert!(texts.len() >= 45);
    texts
}

#[test]
fn the_encoding_of_a_file_is_told() {
    for (size, parts) in SIZES {
        let mut score = Score::default();
        for (name, text) in texts() {
            for lines in [captions(&text), transcript(&text)] {
                for at in 0..parts {
                    for text in spellings(&name, &part(&lines, size, at, parts)) {
                        // The baseline is slow, and once is enough.
                        score.try_text(&name, &text, STANDARD, true);
                    }
                }
            }
        }
        score.print(&format!("{size} bytes"));
        assert!(score.share() >= 0.985, "{size} bytes: {:.4}", score.share());
    }
}

#[test]
fn the_code_pages_of_dos_are_told() {
    for (size, parts) in SIZES {
        let mut score = Score::default();
        for (name, text) in texts() {
            for at in 0..parts {
                for text in spellings(&name, &part(&captions(&text), size, at, parts)) {
                    score.try_text(&name, &text, DOS, false);
                }
            }
        }
        score.print(&format!("{size} bytes, DOS"));
        assert!(score.share() >= 0.95, "{size} bytes: {:.4}", score.share());
    }
}

/// Texts that nobody of ours wrote, where they are.
#[test]
fn the_encoding_of_other_peoples_captions_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/captions");
    if !folder.is_dir() {
        assert!(std::env::var_os("CUEKIT_REQUIRE_SHARED").is_none(), "../shared is required but absent");
        eprintln!("skipped: ../shared is absent, so nothing was measured");
        return;
    }
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "vtt" || e == "srt") {
                files.push(path);
            }
        }
    }
    files.sort();
    for (size, parts) in SIZES {
        let mut score = Score::default();
        for file in &files {
            let name = file.file_name().unwrap().to_str().unwrap();
            // One of them is in an old encoding itself, and what it says is not for us to know.
            let Ok(text) = std::fs::read_to_string(file) else { continue };
            let lines: Vec<String> = text.trim_start_matches('\u{FEFF}').lines().map(str::to_owned).collect();
            for at in 0..parts {
                for text in spellings(name, &part(&lines, size, at, parts)) {
                    score.try_text(name, &text, STANDARD, false);
                }
            }
        }
        score.print(&format!("{size} bytes of other people's captions"));
        assert!(score.share() >= 0.985, "{size} bytes: {:.4}", score.share());
    }
}

fn cuekit(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cuekit")).current_dir(folder).args(args).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with a caption file of this text.
fn folder_with(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    std::fs::write(path.join("in.srt"), format!("1\n00:00:01,000 --> 00:00:03,000\n{text}\n")).unwrap();
    (folder, path)
}

#[test]
fn what_was_written_in_an_encoding_is_read_back() {
    let (_folder, path) = folder_with("Žluťoučký kůň příliš úpěl,\nřekl děda: ďábelské ódy!");
    let labels = "utf-8 utf-16le utf-16be windows-1250 iso-8859-2 cp852 gb18030";
    for label in labels.split(' ') {
        let out = format!("{label}.srt");
        let done = cuekit(&path, &["convert", "in.srt", "-o", &out, "--output-encoding", label]);
        assert!(done.status.success(), "{label}: {}", stderr(&done));
        assert_eq!(stdout(&cuekit(&path, &["inspect", "--encoding", &out])), format!("{label}\n"));
        let back = format!("{label}.back.srt");
        let done = cuekit(&path, &["convert", &out, "-o", &back, "--quiet"]);
        assert!(done.status.success(), "{label}: {}", stderr(&done));
        let read = |name: &str| std::fs::read_to_string(path.join(name)).unwrap();
        assert_eq!(read(&back), read("utf-8.srt"), "{label}");
    }
    let bytes = std::fs::read(path.join("utf-16le.srt")).unwrap();
    assert!(bytes.starts_with(b"\xFF\xFE1\0"));
    let named = cuekit(&path, &["convert", "cp852.srt", "--encoding", "ibm852", "--to", "srt", "--quiet"]);
    assert_eq!(stdout(&named), std::fs::read_to_string(path.join("utf-8.srt")).unwrap());
}

#[test]
fn a_character_that_an_encoding_lacks_is_refused_with_its_place() {
    let (_folder, path) = folder_with("La mer\net ♪ encore ♪ ☃");
    let convert = ["convert", "in.srt", "-o", "out.srt", "--output-encoding", "latin1"];
    let refused = cuekit(&path, &convert);
    assert_eq!(refused.status.code(), Some(4));
    let message = stderr(&refused);
    for part in ["♪ (U+266A)", "iso-8859-1", "line 4, column 4", "cue 1, at 0:00:01.000", "et ♪ encore", "--replace"]
    {
        assert!(message.contains(part), "{part:?} in {message}");
    }
    assert!(!path.join("out.srt").exists());
    let replaced = cuekit(&path, &[&convert[..], &["--replace"]].concat());
    assert_eq!(replaced.status.code(), Some(0));
    assert!(stderr(&replaced).contains("3 characters"), "{}", stderr(&replaced));
    assert!(stderr(&replaced).contains("♪ (U+266A) 2 times, ☃ (U+2603)"), "{}", stderr(&replaced));
    let bytes = std::fs::read(path.join("out.srt")).unwrap();
    assert!(bytes.windows(16).any(|w| w == b"et ? encore ? ?\n"));
}

#[test]
fn a_subset_of_a_code_page_is_kept_to() {
    for (text, label, bad) in [("Ça va", "ascii", "Ç (U+00C7)"), ("Ça va à 5 €", "iso-8859-1", "€ (U+20AC)")] {
        let (_folder, path) = folder_with(text);
        let convert = ["convert", "in.srt", "-o", "out.srt", "--output-encoding"];
        let refused = cuekit(&path, &[&convert[..], &[label]].concat());
        assert_eq!(refused.status.code(), Some(4), "{label}");
        assert!(stderr(&refused).contains(bad), "{}", stderr(&refused));
        assert!(cuekit(&path, &[&convert[..], &["windows-1252"]].concat()).status.success());
    }
}

#[test]
fn the_same_encoding_is_the_same_file() {
    let text = "7\r\n00:00:01,000 --> 00:00:03,500 X1:10\r\nÀ l’été, ça va ?\r\n\r\n\r\n";
    let utf16 = |mark: &str, bytes_of: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{mark}{text}").encode_utf16().flat_map(bytes_of).collect()
    };
    let windows = Charset::for_label("windows-1252").unwrap().encode(text).unwrap().into_owned();
    let files = [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8", format!("\u{FEFF}{text}").into_bytes()),
        ("windows-1252", windows),
        ("UTF-16LE", utf16("", u16::to_le_bytes)),
        ("UTF-16LE", utf16("\u{FEFF}", u16::to_le_bytes)),
        ("UTF-16BE", utf16("", u16::to_be_bytes)),
        ("UTF-16BE", utf16("\u{FEFF}", u16::to_be_bytes)),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for (encoding, bytes) in files {
        std::fs::write(path.join("in.srt"), &bytes).unwrap();
        let same = cuekit(path, &["convert", "in.srt", "--to", "srt", "--output-encoding", "same"]);
        assert!(same.status.success() && same.stdout == bytes, "{encoding}: {}", stderr(&same));
        assert!(!stderr(&same).contains("encoding-changed"), "{}", stderr(&same));
        let changed = cuekit(path, &["convert", "in.srt", "--to", "srt"]);
        assert_eq!(stdout(&changed).trim_start_matches('\u{FEFF}'), text);
        assert_eq!(stderr(&changed).contains("encoding-changed"), encoding != "UTF-8", "{}", stderr(&changed));
        let vtt = cuekit(path, &["convert", "in.srt", "--to", "vtt", "--output-encoding", "same"]);
        assert!(stdout(&vtt).contains("À l’été"));
        assert_eq!(stderr(&vtt).contains("encoding-changed"), encoding != "UTF-8", "{}", stderr(&vtt));
    }
}

#[test]
fn formats_that_are_always_utf8_stay_it() {
    let (_folder, path) = folder_with("é");
    for (name, standard) in [("webvtt", "WebVTT"), ("json", "RFC 8259")] {
        let refused = cuekit(&path, &["convert", "in.srt", "--to", name, "--output-encoding", "utf-16le"]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains(standard), "{}", stderr(&refused));
        let done = cuekit(&path, &["convert", "in.srt", "--to", name, "--output-encoding", "UTF8"]);
        assert!(done.status.success());
    }
    let unknown = cuekit(&path, &["convert", "in.srt", "--to", "srt", "--output-encoding", "window-1250"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("windows-1250"), "{}", stderr(&unknown));
}

#[test]
fn inspect_prints_nothing_but_labels() {
    let (_folder, path) = folder_with("é");
    std::fs::write(path.join("old.txt"), b"Le caf\xE9 est ferm\xE9 jusqu'\xE0 lundi.\n").unwrap();
    std::fs::write(path.join("empty.txt"), b"").unwrap();
    std::fs::write(path.join("film.pdf"), b"%PDF-1.7\n\xE2\xE3").unwrap();
    assert_eq!(stdout(&cuekit(&path, &["inspect", "--encoding", "old.txt"])), "windows-1252\n");
    assert_eq!(stdout(&cuekit(&path, &["inspect", "--encoding", "empty.txt"])), "utf-8\n");
    let several = cuekit(&path, &["inspect", "--encoding", "in.srt", "old.txt", "film.pdf"]);
    assert_eq!(stdout(&several), "utf-8\tin.srt\nwindows-1252\told.txt\n");
    assert_eq!(several.status.code(), Some(1));
    assert!(stderr(&several).contains("a PDF document"));
    assert_eq!(cuekit(&path, &["inspect", "--encoding", "film.pdf"]).status.code(), Some(3));
    let json = stdout(&cuekit(&path, &["inspect", "--encoding", "--json", "old.txt"]));
    assert!(json.contains("\"encoding\": \"windows-1252\""), "{json}");
}

#[test]
fn webvtt_in_an_old_encoding_is_read_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("in.vtt"), b"WEBVTT\n\n00:01.000 --> 00:02.000\nL\xE0, \xE7a va l\x92\xE9t\xE9.\n")
        .unwrap();
    let read = cuekit(path, &["convert", "in.vtt", "--to", "webvtt"]);
    assert!(stdout(&read).contains("Là, ça va l’été."), "{}", stdout(&read));
    let said = stderr(&read);
    assert!(said.contains("encoding-guessed") && said.contains("encoding-changed"), "{said}");
    assert!(
        stdout(&cuekit(path, &["convert", "in.vtt", "--to", "srt", "--encoding", "utf-8"])).contains("L\u{FFFD}, ")
    );
    // What the standard sees.
    assert!(stdout(&cuekit(path, &["dump", "--webvtt", "in.vtt"])).contains("L\u{FFFD}, "));
}
