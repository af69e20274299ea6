//! WebVTT is read by the standard's algorithms: the suite that lies in `../shared` (tests of the web
//! platform and of vtt.js, with the cues that browsers agree on), run in process, and one small case of
//! our own for each rule. Sections are those of the W3C's "WebVTT: The Web Video Text Tracks Format".
//! Without the suite its test says so and passes, unless `CUEKIT_REQUIRE_SHARED` is set.

use std::path::{Path, PathBuf};

use cuekit::format::webvtt::{dump_cue_text, dump_file};
use serde_json::{Value, json};

fn suite() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/webvtt");
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CUEKIT_REQUIRE_SHARED").is_none(), "../shared is required but absent");
    eprintln!("skipped: ../shared is absent, so the suite was not run");
    None
}

/// Two values of a cue are the same if they are the same to a millionth.
fn same(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Object(expected), found) => expected.iter().all(|(key, value)| same(value, &found[key])),
        (Value::Number(a), Value::Number(b)) => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(1.0),
            _ => false,
        },
        _ => expected == found,
    }
}

/// The cues in the order a player has them: by start, the longer first.
fn in_order(file: &Value) -> Vec<&Value> {
    let mut cues: Vec<&Value> = file["cues"].as_array().expect("cues").iter().collect();
    let key = |cue: &Value| (cue["start"].as_f64().unwrap(), -cue["end"].as_f64().unwrap());
    cues.sort_by(|a, b| key(a).partial_cmp(&key(b)).expect("numbers"));
    cues
}

#[test]
fn every_file_of_the_suite_is_read_as_browsers_read_it() {
    let Some(suite) = suite() else { return };
    let (mut files, mut failed) = (0, Vec::new());
    for group in std::fs::read_dir(suite.join("expected")).unwrap().map(|entry| entry.unwrap().path()) {
        for path in std::fs::read_dir(&group).unwrap().map(|entry| entry.unwrap().path()) {
            files += 1;
            let name = Path::new(group.file_name().unwrap()).join(path.with_extension("vtt").file_name().unwrap());
            let expected: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let found = dump_file(&std::fs::read(suite.join("cases").join(&name)).unwrap());
            let good = match (&found, expected.get("error")) {
                (found, Some(_)) => found.is_err(),
                (Err(_), None) => false,
                (Ok(found), None) => {
                    let found: Value = serde_json::from_str(found).unwrap();
                    let (expected, found) = (in_order(&expected), in_order(&found));
                    expected.len() == found.len() && expected.iter().zip(found).all(|(a, b)| same(a, b))
                }
            };
            if !good {
                failed.push(name);
            }
        }
    }
    assert!(files > 0, "the suite has files");
    assert!(failed.is_empty(), "{} of {files} files: {failed:?}", failed.len());
}

#[test]
fn every_cue_text_of_the_suite_has_the_tree_it_has_in_browsers() {
    let Some(suite) = suite() else { return };
    for name in ["cuetext.json", "cuetext-extended.json"] {
        let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(suite.join(name)).unwrap()).unwrap();
        assert!(!cases.is_empty());
        for case in cases {
            let found = dump_cue_text(case["input"].as_str().unwrap());
            let expected = case["expected"].as_str().unwrap();
            assert_eq!(found.trim_end_matches('\n'), expected.trim_end_matches('\n'), "{name} {}", case["name"]);
        }
    }
}

fn cues(file: &str) -> Vec<Value> {
    let found: Value = serde_json::from_str(&dump_file(file.as_bytes()).unwrap()).unwrap();
    found["cues"].as_array().unwrap().clone()
}

/// A field of every cue.
fn field(file: &str, name: &str) -> Vec<Value> {
    cues(file).into_iter().map(|cue| cue[name].clone()).collect()
}

/// A setting of a cue whose timing line ends with `settings`.
fn setting(settings: &str, name: &str) -> Value {
    field(&format!("WEBVTT\n\n00:00.000 --> 00:01.000 {settings}\na"), name)[0].clone()
}

/// Section 6.1, steps 4 to 11: the signature, then a blank or a line end, after at most one mark.
#[test]
fn a_file_begins_with_the_signature() {
    for good in ["WEBVTT", "WEBVTT\n", "WEBVTT\r", "WEBVTT title", "WEBVTT\t", "\u{FEFF}WEBVTT"] {
        assert!(dump_file(good.as_bytes()).is_ok(), "{good:?}");
    }
    for bad in
        ["", "WEBVT", "webvtt", "WEBVTTX", " WEBVTT", "\nWEBVTT", "\u{FEFF}\u{FEFF}WEBVTT", "WEBVTT\x0c", "WEBVTT\0"]
    {
        assert!(dump_file(bad.as_bytes()).is_err(), "{bad:?}");
    }
}

/// Section 6.1, step 1: NUL is U+FFFD, every kind of line end is one.
#[test]
fn nul_and_newlines_are_made_uniform() {
    let file = "WEBVTT\r\rid\0\r00:00.000 --> 00:01.000\ra\0\r\nb\nc";
    assert_eq!((field(file, "id"), field(file, "text")), (vec![json!("id\u{FFFD}")], vec![json!("a\u{FFFD}\nb\nc")]));
    let region = "WEBVTT\n\nREGION\nid:r\0\n\n00:00.000 --> 00:01.000 region:r\0\na";
    assert_eq!(cues(region)[0]["region"]["id"], "r\u{FFFD}");
}

/// Section 6.1, step 13: the header ends at a blank line or at a timing line.
#[test]
fn the_header_holds_no_cue_but_ends_at_one() {
    assert_eq!(field("WEBVTT\nKind: captions\n00:00.000 --> 00:01.000\na", "text"), [json!("a")]);
    assert_eq!(field("WEBVTT\nREGION\nid:a\n\n00:00.000 --> 00:01.000 region:a\na", "region"), [Value::Null]);
    assert!(cues("WEBVTT 00:00.000 --> 00:01.000\na").is_empty());
}

/// "Collect a WebVTT block", steps 4 and 5: a second line with an arrow begins the next cue; only an
/// empty line ends a block, not one of blanks.
#[test]
fn arrows_and_empty_lines_end_a_block() {
    let file = "WEBVTT\n\n1\n00:00.000 --> 00:01.000\na\n00:02.000 --> 00:03.000\nb\n \nc\n\nd";
    assert_eq!(field(file, "text"), [json!("a"), json!("b\n \nc")]);
    assert_eq!(field(file, "id"), [json!("1"), json!("")]);
    // The id has to be one line: two lines above an arrow are a block that is dropped, and then a cue.
    assert_eq!(field("WEBVTT\n\na\nb\n00:00.000 --> 00:01.000\nc", "id"), [json!("")]);
    // A bad timing line drops its block; a good one below it begins another.
    assert_eq!(field("WEBVTT\n\n00:00.000 --> x\na\n00:02.000 --> 00:03.000\nb", "text"), [json!("b")]);
    // `NOTE` above a timing line is an id.
    assert_eq!(field("WEBVTT\n\nNOTE x\n00:00.000 --> 00:01.000\na", "id"), [json!("NOTE x")]);
}

/// "Collect a WebVTT block", step 6: regions and style sheets stand before the first cue, under a line
/// that holds nothing else.
#[test]
fn regions_stand_before_the_first_cue() {
    let region = |head: &str, before: &str| {
        cues(&format!("WEBVTT\n\n{before}{head}\nid:r\n\n00:00.000 --> 00:01.000 region:r\na"))
            .pop()
            .is_some_and(|cue| !cue["region"].is_null())
    };
    assert!(region("REGION", "") && region("REGION \t", "") && region("REGION", "00:00.000 --> x\na\n\n"));
    assert!(!region("REGION x", "") && !region("Region", "") && !region("REGION", "00:00.000 --> 00:01.000\na\n\n"));
}

/// "Collect a WebVTT timestamp".
#[test]
fn times_are_strict() {
    let start =
        |time: &str| cues(&format!("WEBVTT\n\n{time} --> 99:00:00.000\na")).pop().map(|cue| cue["start"].clone());
    for (time, secs) in [
        ("00:00.000", 0.0),
        ("59:59.999", 3599.999),
        ("1:00:00.000", 3600.0),
        ("123:00:01.500", 442_801.5),
        ("60:00:00.000", 216_000.0),
        ("1234567890:00:00.000", 4_444_444_404_000.0),
    ] {
        assert!(start(time).is_some_and(|found| same(&json!(secs), &found)), "{time}");
    }
    for time in [
        "0:00.000",
        "60:00.000",
        "00:60.000",
        "00:00:60.000",
        "00:60:00.000",
        "00:00,000",
        "00:00.00",
        "00:00.0000",
        "00:00",
        "00.000",
        "000:00.000",
        "00:0.000",
        "-00:00.000",
        "00:00:00:00.000",
        "",
    ] {
        assert_eq!(start(time), None, "{time}");
    }
}

/// "Collect WebVTT cue timings and settings": blanks and tabs may stand around the arrow, or nothing.
#[test]
fn blanks_around_the_arrow_are_free() {
    for line in ["00:00.000-->00:01.000", " \t00:00.000\t-->\x0c00:01.000", "00:00.000 --> 00:01.000align:start"] {
        assert_eq!(cues(&format!("WEBVTT\n\n{line}\na")).len(), 1, "{line:?}");
    }
    for line in ["00:00.000 -> 00:01.000", "00:00.000 - -> 00:01.000", "00:00.000 x --> 00:01.000", "00:00.000 -->"] {
        assert!(cues(&format!("WEBVTT\n\n{line}\na")).is_empty(), "{line:?}");
    }
    assert_eq!(field("WEBVTT\n\n00:00.000 --> 00:01.000align:start\na", "align"), [json!("start")]);
}

/// Section 6.2, `line`: a number or a percentage, and where the box is held.
#[test]
fn the_line_setting() {
    for (text, line) in [("-1", -1.0), ("0", 0.0), ("1.5", 1.5), ("-0", 0.0), ("100%", 100.0), ("0.5%,end", 0.5)] {
        assert!(same(&json!(line), &setting(&format!("line:{text}"), "line")), "{text}");
    }
    for text in ["", "-", "%", ".5", "5.", "-5%", "101%", "1,", "1,middle", "1-", "1..5", "+1", "1e1", "--1", "1%,"] {
        assert_eq!(setting(&format!("line:{text}"), "line"), "auto", "{text}");
    }
    assert_eq!(setting("line:5,center", "lineAlign"), "center");
    assert_eq!((setting("line:5", "snapToLines"), setting("line:5%", "snapToLines")), (json!(true), json!(false)));
    // What is wrong later does not undo what was right before.
    assert_eq!(setting("line:5,end line:x,start", "lineAlign"), "end");
}

/// Section 6.2, `position`, `size`, `align`, `vertical`: keywords as they are, percentages of 0 to 100.
#[test]
fn the_other_settings() {
    for text in ["50", "-1%", "100.1%", "5.%", "50%,", "50%,start", "%", "50%x"] {
        assert_eq!(setting(&format!("position:{text}"), "position"), "auto", "{text}");
    }
    assert_eq!(setting("position:50.5%,line-right", "position"), json!(50.5));
    assert_eq!(setting("position:50%,line-right", "positionAlign"), "line-right");
    assert_eq!((setting("size:0%", "size"), setting("size:101%", "size")), (json!(0.0), json!(100.0)));
    assert_eq!((setting("align:left", "align"), setting("align:middle", "align")), (json!("left"), json!("center")));
    assert_eq!((setting("vertical:lr", "vertical"), setting("vertical:RL", "vertical")), (json!("lr"), json!("")));
    // A name and a value, with the first colon between them.
    for settings in ["align: end", "align :end", ":align:end", "align:", "align=end", "align:end:"] {
        assert_eq!(setting(settings, "align"), "center", "{settings}");
    }
    assert_eq!(setting("\talign:start\x0calign:end", "align"), "end");
}

/// Section 6.2, `region` and the last steps: the last region of the name; none for a cue that has a
/// line, a size or is vertical.
#[test]
fn the_region_setting() {
    let width = |settings: &str| {
        let file = format!(
            "WEBVTT\n\nREGION\nid:r\nwidth:10%\n\nREGION\nid:r width:20%\n\n00:00.000 --> 00:01.000 {settings}\na"
        );
        cues(&file)[0]["region"]["width"].clone()
    };
    assert_eq!(width("region:r"), json!(20.0));
    for settings in ["region:x", "region:R", "region:r line:1", "size:50% region:r", "region:r vertical:rl"] {
        assert_eq!(width(settings), Value::Null, "{settings}");
    }
    assert_eq!(width("region:r align:end position:5%"), json!(20.0));
}

/// Section 6.3: what is no setting of a region is passed over.
#[test]
fn region_settings() {
    let region = |settings: &str| {
        let file = format!("WEBVTT\n\nREGION\nid:r\n{settings}\n\n00:00.000 --> 00:01.000 region:r\na");
        cues(&file)[0]["region"].clone()
    };
    for (settings, key, value) in [
        ("lines:12", "lines", json!(12)),
        ("lines:10000000000000000000000000000000000", "lines", json!(1e34)),
        ("lines:1.5 lines:-1 lines:x lines:", "lines", json!(3)),
        ("lines:4 lines:x", "lines", json!(4)),
        ("width:33.3%", "width", json!(33.3)),
        ("width:101%", "width", json!(100)),
        ("regionanchor:1%,2%", "regionAnchorY", json!(2)),
        ("regionanchor:1%", "regionAnchorX", json!(0)),
        ("regionanchor:1%,2%,3%", "regionAnchorX", json!(0)),
        ("viewportanchor:1%,2%", "viewportAnchorX", json!(1)),
        ("viewportanchor:1%,-2%", "viewportAnchorY", json!(100)),
        ("scroll:up", "scroll", json!("up")),
        ("scroll:down", "scroll", json!("")),
        ("id:", "id", json!("r")),
    ] {
        assert!(same(&value, &region(settings)[key]), "{settings}");
    }
}

/// The lines of a tree.
fn tree(text: &str) -> String {
    dump_cue_text(text).trim_start_matches("#document-fragment\n").replace('\n', "/").trim_end_matches('/').to_owned()
}

/// Section 6.4, the tokenizer: where names, classes and annotations end.
#[test]
fn tags() {
    assert_eq!(tree("<b"), "| <b>");
    assert_eq!(tree("<v  A \t B\n>x"), "| <span>/|   title=\"A B\"/|   \"x\"");
    assert_eq!(tree("<c.a..b.\n>x"), "| <span>/|   class=\"a b\"/|   \"x\"");
    assert_eq!(tree("<v.a b.c>x"), "| <span>/|   class=\"a\"/|   title=\"b.c\"/|   \"x\"");
    assert_eq!(tree("<b note>x"), "| <b>/|   \"x\"");
    assert_eq!(tree("<>a< b>b<.c>c<B>d<p>e"), "| \"a\"/| \"b\"/| \"c\"/| \"d\"/| \"e\"");
    // An end tag's name is all that stands in it.
    assert_eq!(tree("<b>a</b >b</b>c"), "| <b>/|   \"a\"/|   \"b\"/| \"c\"");
    assert_eq!(tree("<b>a</>b"), "| <b>/|   \"a\"/|   \"b\"");
}

/// Section 6.4, the tree: a tag closes only the element that is open; `rt` lives in `ruby`.
#[test]
fn nesting() {
    assert_eq!(tree("<b><i>a</b>b</i>c"), "| <b>/|   <i>/|     \"a\"/|     \"b\"/|   \"c\"");
    assert_eq!(tree("<rt>a</rt>"), "| \"a\"");
    assert_eq!(tree("<ruby>a<rt>b</ruby>c"), "| <ruby>/|   \"a\"/|   <rt>/|     \"b\"/| \"c\"");
    assert_eq!(tree("<ruby><b><rt>a"), "| <ruby>/|   <b>/|     \"a\"");
    assert_eq!(tree("</b>a"), "| \"a\"");
    // However deep, what is behind the last end tag is outside.
    let deep = format!("{}x{}y", "<b>".repeat(5000), "</b>".repeat(5000));
    assert!(tree(&deep).ends_with("/| \"y\""));
}

/// Section 6.4, timestamp tags. Behind the time the standard wants nothing; browsers do not mind.
#[test]
fn times_in_the_text() {
    assert_eq!(tree("<00:01.000>"), "| <?timestamp 00:00:01.000>");
    assert_eq!(tree("<100:00:01.000"), "| <?timestamp 100:00:01.000>");
    assert_eq!(tree("<00:01.000 >a"), "| <?timestamp 00:00:01.000>/| \"a\"");
    assert_eq!(tree("<00:01>< 00:01.000><00:61.000><0:01.000>a"), "| \"a\"");
}

/// Section 6.4, character references: those of HTML, in text and in annotations.
#[test]
fn character_references() {
    assert_eq!(tree("&lt;&amp&lrm;&notit;&notin;&hellip;"), "| \"<&\u{200e}¬it;∉…\"");
    assert_eq!(tree("&#65;&#x42;&#x80;&#0;&#xD800;&#x110000;"), "| \"AB€\u{FFFD}\u{FFFD}\u{FFFD}\"");
    assert_eq!(tree("& &; &#; &#x; &foo; &am<b>p;"), "| \"& &; &#; &#x; &foo; &am\"/| <b>/|   \"p;\"");
    assert_eq!(tree("<v A&amp;B&gt;&nbsp;C>x"), "| <span>/|   title=\"A&B>\u{a0}C\"/|   \"x\"");
}

/// A cue text ends where it would end in a file.
#[test]
fn cue_text_is_taken_as_in_a_file() {
    assert_eq!(tree("a\r\nb\0\n\nc"), "| \"a/b\u{FFFD}\"");
    assert_eq!(tree("a\n1 --> 2\nb"), "| \"a\"");
    assert_eq!(tree(""), "");
}
