//! `cuekit convert` as a person meets it: good input, bad input, and what is on the disk afterwards.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const TALK: &str = "Ada:\n[0:02] Good evening, everyone. We open the doors at nine, and not a minute later.\n\n\
                    Ben:\n[0:09] Why at nine? Nobody has ever come before ten.\n\n\
                    Ada:\n[0:14] Because somebody might.\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Folder(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(self.0.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn cuekit(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_cuekit")).args(args).current_dir(self.0.path()).output().unwrap()
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The command fails with this code, says this, and leaves the folder as it was.
#[track_caller]
fn refuses(folder: &Folder, args: &[&str], code: i32, said: &[&str]) {
    let before = folder.names();
    let output = folder.cuekit(args);
    let message = stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{message}");
    for words in said {
        assert!(message.contains(words), "{words:?} is not said in:\n{message}");
    }
    assert!(output.stdout.is_empty(), "nothing is printed");
    assert_eq!(folder.names(), before, "nothing is written");
}

#[test]
fn a_transcript_becomes_captions_in_every_format() {
    let folder = Folder::new();
    folder.write("talk.txt", TALK);
    for name in ["talk.srt", "talk.vtt", "talk.json"] {
        let output = folder.cuekit(&["convert", "talk.txt", "-o", name]);
        assert!(output.status.success(), "{}", stderr(&output));
        let text = fs::read_to_string(folder.path(name)).unwrap();
        assert!(text.contains("Because somebody might."), "{text}");
    }
    let srt = fs::read_to_string(folder.path("talk.srt")).unwrap();
    assert!(srt.starts_with("1\n00:00:02,000 --> "), "{srt}");
    assert!(srt.contains("\n00:00:09,000 --> ") && srt.contains("Ben: Why at nine?"), "{srt}");
    let vtt = fs::read_to_string(folder.path("talk.vtt")).unwrap();
    assert!(vtt.starts_with("WEBVTT\n") && vtt.contains("<v Ben>Why at nine?"), "{vtt}");
}

#[test]
fn what_is_converted_reads_back_the_same() {
    let folder = Folder::new();
    folder.write("talk.txt", TALK);
    folder.cuekit(&["convert", "talk.txt", "-o", "a.vtt"]);
    folder.cuekit(&["convert", "a.vtt", "-o", "b.vtt"]);
    assert_eq!(fs::read(folder.path("a.vtt")).unwrap(), fs::read(folder.path("b.vtt")).unwrap());
    folder.cuekit(&["convert", "talk.txt", "-o", "a.json"]);
    folder.cuekit(&["convert", "a.json", "-o", "b.json"]);
    assert_eq!(fs::read(folder.path("a.json")).unwrap(), fs::read(folder.path("b.json")).unwrap());
}

#[test]
fn standard_input_to_standard_output() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cuekit"))
        .args(["convert", "-", "--to", "srt", "--speakers", "never"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(TALK.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(!stdout(&output).contains("Ben:") && stdout(&output).contains("Why at nine?"));
}

#[test]
fn an_empty_input_is_refused() {
    let folder = Folder::new();
    folder.write("empty.txt", "");
    folder.write("blank.txt", " \n\n");
    refuses(&folder, &["convert", "empty.txt", "-o", "o.srt"], 3, &["empty.txt", "the input is empty"]);
    refuses(&folder, &["convert", "blank.txt", "-o", "o.srt"], 3, &["the input is empty"]);
    let nothing: [(&str, &[u8]); 5] = [
        ("a.srt", b""),
        ("b.srt", b"\xEF\xBB\xBF"),
        ("c.vtt", b"\xFF\xFE"),
        ("d.json", b"\xFE\xFF\0\n"),
        ("e.srt", b"\r\n"),
    ];
    for (name, bytes) in nothing {
        folder.write(name, bytes);
        refuses(&folder, &["convert", name, "-o", "o.srt"], 3, &[name, "the input is empty", "check that"]);
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let folder = Folder::new();
    let file = fs::File::create(folder.path("a.srt")).unwrap();
    // Takes no room on the disk.
    file.set_len(1 << 31).unwrap();
    refuses(&folder, &["convert", "a.srt", "-o", "o.srt"], 3, &["too large: 2147483648 bytes", "1073741824"]);
}

#[test]
fn what_breaks_off_or_nests_too_deep_is_refused_with_its_place() {
    let folder = Folder::new();
    folder.write("a.json", "{\"cuekit\": 1, \"cues\": [");
    folder.write("b.json", format!("{{\"cuekit\": 1, \"cues\": {}", "[".repeat(100_000)));
    folder.write("c.json", "[".repeat(100_000));
    folder.write("d.srt", b"\xFF");
    refuses(&folder, &["convert", "a.json", "-o", "o.srt"], 3, &["line 1, column", "cannot be read"]);
    refuses(&folder, &["convert", "b.json", "-o", "o.srt"], 3, &["line 1, column"]);
    refuses(&folder, &["convert", "c.json", "-o", "o.srt"], 3, &["c.json"]);
    refuses(&folder, &["convert", "c.json", "--from", "whisper", "-o", "o.srt"], 3, &["line 1, column"]);
    refuses(&folder, &["convert", "d.srt", "-o", "o.srt"], 3, &["no time stamps"]);
    refuses(&folder, &["convert", "d.srt", "--from", "srt", "-o", "o.srt"], 3, &["no timing line"]);
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    let folder = Folder::new();
    folder.write("a.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n");
    folder.write("b.txt", (0..4096u32).map(|n| (n * n % 251) as u8).collect::<Vec<_>>());
    folder.write("c.docx", b"PK\x03\x04\x14\x00\x06\x00");
    refuses(&folder, &["convert", "a.txt", "-o", "o.srt"], 3, &["a PDF document", "export the text"]);
    refuses(&folder, &["convert", "b.txt", "-o", "o.srt"], 3, &["no text"]);
    refuses(&folder, &["convert", "c.docx", "-o", "o.srt"], 3, &[".docx"]);
}

#[test]
fn a_folder_or_a_missing_or_unreadable_file_is_refused() {
    let folder = Folder::new();
    fs::create_dir(folder.path("inside")).unwrap();
    refuses(&folder, &["convert", "inside", "-o", "o.srt"], 3, &["this is a folder"]);
    refuses(&folder, &["convert", "nowhere.txt", "-o", "o.srt"], 3, &["nowhere.txt", "no such file"]);
    // Opens, but cannot be read, whoever asks.
    if Path::new("/proc/self/mem").exists() {
        refuses(&folder, &["convert", "/proc/self/mem", "-o", "o.srt"], 3, &["/proc/self/mem"]);
    }
}

#[test]
fn a_text_without_stamps_says_how_to_give_its_length_and_then_works() {
    let folder = Folder::new();
    folder.write("plain.txt", "Nobody wrote a time into this text. It is spoken all the same, and it has an end.\n");
    refuses(&folder, &["convert", "plain.txt", "-o", "o.srt"], 3, &["--duration 4:19"]);
    let output = folder.cuekit(&["convert", "plain.txt", "--duration", "0:06", "-o", "o.json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let json = fs::read_to_string(folder.path("o.json")).unwrap();
    assert!(
        json.contains("it has an end.") && json.contains("interpolated") && !json.contains("\"stamped\""),
        "{json}"
    );
}

#[test]
fn a_stamp_that_goes_back_is_reported_and_nothing_is_lost() {
    let folder = Folder::new();
    let text = "[0:10] The first part of it.\n\n[0:20] The second part.\n\n[0:05] The third, whose time is wrong.\n\n\
                [0:40] The fourth part.\n\n[0:50] The last.\n";
    folder.write("back.txt", text);
    let output = folder.cuekit(&["convert", "back.txt", "-o", "o.srt"]);
    assert!(output.status.success());
    let message = stderr(&output);
    assert!(message.contains("back.txt:5:") && message.contains("0:05"), "{message}");
    let srt = fs::read_to_string(folder.path("o.srt")).unwrap();
    for words in ["first", "second", "third", "fourth", "last"] {
        assert!(srt.contains(words), "{srt}");
    }
}

#[test]
fn an_output_that_exists_needs_force() {
    let folder = Folder::new();
    folder.write("talk.txt", TALK);
    folder.write("o.srt", "precious");
    refuses(&folder, &["convert", "talk.txt", "-o", "o.srt"], 2, &["o.srt exists already", "--force"]);
    assert_eq!(fs::read(folder.path("o.srt")).unwrap(), b"precious");
    assert!(folder.cuekit(&["convert", "talk.txt", "-o", "o.srt", "--force"]).status.success());
    assert_ne!(fs::read(folder.path("o.srt")).unwrap(), b"precious");
}

#[test]
fn the_input_is_never_the_output() {
    let folder = Folder::new();
    folder.write("talk.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n");
    refuses(&folder, &["convert", "talk.vtt", "-o", "talk.vtt", "--force"], 2, &["the input itself"]);
}

#[test]
fn a_disk_that_fills_leaves_the_old_file() {
    let folder = Folder::new();
    let long: String = (0..400).map(|n| format!("[{}:{:02}] A line that is said again.\n\n", n / 60, n % 60)).collect();
    folder.write("talk.txt", long);
    folder.write("o.srt", "precious");
    // The shell limits how much may be written to a file, which fails as a full disk does.
    let script =
        format!("trap '' XFSZ; ulimit -f 1; {} convert talk.txt --force -o o.srt", env!("CARGO_BIN_EXE_cuekit"));
    let output = Command::new("sh").args(["-c", &script]).current_dir(folder.0.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("o.srt was not written"), "{}", stderr(&output));
    assert_eq!(folder.names(), ["o.srt", "talk.txt"], "no temporary file is left");
    assert_eq!(fs::read(folder.path("o.srt")).unwrap(), b"precious");
    if Path::new("/dev/full").exists() {
        let output = folder.cuekit(&["convert", "talk.txt", "--to", "srt", "-o", "/dev/full"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("the disk is full"), "{}", stderr(&output));
    }
}

#[test]
fn many_files_go_into_a_folder_and_one_bad_one_does_not_stop_the_rest() {
    let folder = Folder::new();
    folder.write("a.txt", TALK);
    folder.write("b.txt", "");
    folder.write("c.txt", TALK);
    let output = folder.cuekit(&["convert", "a.txt", "b.txt", "c.txt", "--to", "vtt", "-o", "out/"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        folder.path("out/a.vtt").exists() && !folder.path("out/b.vtt").exists() && folder.path("out/c.vtt").exists()
    );
    refuses(&folder, &["convert", "a.txt", "c.txt", "--to", "vtt"], 2, &["need a folder"]);
}

#[test]
fn two_inputs_never_share_an_output() {
    let folder = Folder::new();
    fs::create_dir(folder.path("x")).unwrap();
    folder.write("talk.txt", TALK);
    folder.write("x/talk.txt", TALK);
    refuses(
        &folder,
        &["convert", "talk.txt", "x/talk.txt", "--to", "srt", "-o", "out/"],
        2,
        &["would both be written"],
    );
}

#[test]
fn the_report_is_json_on_success_and_on_failure() {
    let folder = Folder::new();
    folder.write("talk.txt", TALK);
    let good = folder.cuekit(&["convert", "talk.txt", "-o", "o.srt", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&good.stdout).unwrap();
    assert_eq!(report["exit"], 0);
    assert_eq!(report["files"][0]["stamps"], 3);
    assert_eq!(report["files"][0]["speakers"], serde_json::json!(["Ada", "Ben"]));
    let bad = folder.cuekit(&["convert", "missing.txt", "-o", "p.srt", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&bad.stdout).unwrap();
    assert_eq!(report["exit"], 3);
    assert_eq!(report["files"][0]["error"]["message"], "there is no such file");
}

#[test]
fn options_override_the_profile() {
    let folder = Folder::new();
    folder.write("talk.txt", TALK);
    let output = folder.cuekit(&["convert", "talk.txt", "--to", "json", "--max-cpl", "20", "--max-lines", "1"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for cue in json["cues"].as_array().unwrap() {
        let text = cue["text"].as_str().unwrap();
        assert!(text.chars().count() <= 20 && !text.contains('\n'), "{text:?}");
    }
    refuses(&folder, &["convert", "talk.txt", "--to", "srt", "--profile", "nobody"], 2, &["cuekit profiles"]);
}

#[test]
fn hostile_names_and_texts_reach_the_terminal_without_escapes() {
    let folder = Folder::new();
    folder.write("talk.txt", "[0:10] One.\n\n[0:20] Two.\n\n[0:05] \u{1b}]0;owned\u{7} three.\n\n[0:30] Four.\n");
    let output = folder.cuekit(&["convert", "talk.txt", "-o", "o.srt"]);
    assert!(!output.stderr.contains(&0x1b) && !output.stderr.contains(&7), "{}", stderr(&output));
}

#[test]
fn a_loss_can_be_refused() {
    let folder = Folder::new();
    folder.write("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000 line:30%\n<c.loud>Hi</c>\n");
    let refused = folder.cuekit(&["convert", "a.vtt", "-o", "a.sbv", "--to", "srt", "--fail-on-loss"]);
    assert_eq!(refused.status.code(), Some(4));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("loss-layout") && said.contains("nothing was written"), "{said}");
    assert_eq!(folder.names(), ["a.vtt"]);
    assert!(folder.cuekit(&["convert", "a.vtt", "-o", "b.vtt", "--fail-on-loss"]).status.success());
}
