//! What we write as WebVTT: read again it is the same document, whatever stands in it, and it is valid
//! by the standard's syntax. The W3C's validator runs where Node.js and its package are (see
//! `tests/webvtt/validate.mjs`); elsewhere its test says so and passes.

use std::path::Path;
use std::process::Command;

use cuekit::{
    Align, Cue, Document, Format, Layout, Limits, Line, LineAlign, PositionAlign, ReadOptions, Region, Sink, Source,
    Span, Style, Text, Timestamp, Vertical, WriteOptions,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

fn write(document: &Document<'_>) -> (String, Sink) {
    let mut sink = Sink::new();
    let webvtt = Format::by_name("webvtt").expect("a format");
    (webvtt.write(document, &WriteOptions::default(), &mut sink).expect("written"), sink)
}

fn read(text: &str) -> (Document<'static>, Sink) {
    let mut sink = Sink::new();
    let source = Source::decode(text.as_bytes(), &Limits::default(), &mut sink).expect("text");
    let webvtt = Format::by_name("webvtt").expect("a format");
    (webvtt.read(&source, &ReadOptions::default(), &mut sink).expect("read").into_owned(), sink)
}

/// A node of a cue's text.
#[derive(Debug, Clone)]
enum Node {
    Text(String),
    Time,
    Styled(Style, Vec<Node>),
    Ruby(Vec<(Node, Node)>),
}

fn push(node: &Node, at: &mut Timestamp, plain: &mut String, spans: &mut Vec<Span>) {
    let start = plain.len() as u32;
    let open = |spans: &mut Vec<Span>, style: &Style| {
        spans.push(Span { start, end: start, style: style.clone() });
        spans.len() - 1
    };
    match node {
        Node::Text(text) => plain.push_str(text),
        Node::Time => {
            *at += Timestamp::from_millis(1);
            spans.push(Span { start, end: start, style: Style::Time(*at) });
        }
        Node::Styled(style, children) => {
            let place = open(spans, style);
            children.iter().for_each(|child| push(child, at, plain, spans));
            spans[place].end = plain.len() as u32;
        }
        Node::Ruby(pairs) => {
            let place = open(spans, &Style::Ruby);
            for (base, above) in pairs {
                push(base, at, plain, spans);
                push(&Node::Styled(Style::RubyText, vec![above.clone()]), at, plain, spans);
            }
            spans[place].end = plain.len() as u32;
        }
    }
}

/// Text with all that has a meaning somewhere in a file.
fn odd_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-zA-Zé ]{1,8}",
        6 => prop::sample::select(vec![
            "&", "<", ">", "-->", "--", "\n", "\n\n", " ", "\t", "&amp;", "&lt", "<b>", "</i>", "NOTE", "STYLE\n", "WEBVTT",
            "00:00.000 --> 00:01.000", "\u{a0}", "\u{FEFF}", "\u{FFFD}", "\u{2028}", "\u{200e}", "日本", "🎬", "{\\an8}", ";", "#",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("held elsewhere", |c| !matches!(c, '\0' | '\r')).prop_map(String::from),
    ];
    vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

/// One line without an arrow.
fn line() -> impl Strategy<Value = String> {
    odd_text().prop_map(|text| text.replace('\n', "").replace("-->", "- >")).prop_filter("not empty", |l| !l.is_empty())
}

/// A name as an annotation holds it: blanks at the ends and runs of them mean nothing.
fn name() -> impl Strategy<Value = String> {
    odd_text()
        .prop_map(|text| text.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
        .prop_filter("not empty", |name| !name.trim().is_empty())
}

fn classes() -> impl Strategy<Value = String> {
    vec("[a-zA-Zé0-9_+-]{1,4}(--)?", 1..3).prop_map(|classes| classes.join("."))
}

fn inner() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![4 => odd_text().prop_map(Node::Text), 1 => Just(Node::Time)];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let style = prop_oneof![
            Just(Style::Bold),
            Just(Style::Italic),
            Just(Style::Underline),
            classes().prop_map(Style::Class),
            name().prop_map(Style::Language),
        ];
        let pair = (odd_text().prop_map(Node::Text), inner.clone().prop_filter("text", |n| !matches!(n, Node::Time)));
        prop_oneof![
            4 => (style, vec(inner, 0..3)).prop_map(|(style, children)| Node::Styled(style, children)),
            1 => vec(pair, 1..3).prop_map(Node::Ruby),
        ]
    })
}

/// What a whole cue says: one speaker, or several voices.
fn voices() -> impl Strategy<Value = (Option<String>, Vec<Node>)> {
    let voice = (name(), option::of(classes()), vec(inner(), 1..3)).prop_map(|(name, classes, children)| {
        Node::Styled(Style::Voice { name, classes: classes.unwrap_or_default() }, children)
    });
    prop_oneof![
        (option::of(name()), vec(inner(), 0..4)),
        // Text before the voices, so that none is the cue's.
        ("[a-z]{1,3}", vec(voice, 1..3)).prop_map(|(before, mut voices)| {
            voices.insert(0, Node::Text(before));
            (None, voices)
        }),
    ]
}

fn percent() -> impl Strategy<Value = f64> {
    prop_oneof![(0..=100u8).prop_map(f64::from), 0.0..=100.0f64]
}

fn layout(regions: Vec<Region>) -> impl Strategy<Value = Layout> {
    let line = prop_oneof![
        Just(Line::Auto),
        (-99..99i32).prop_map(|n| Line::Number(n.into())),
        percent().prop_map(Line::Percent)
    ];
    let line_align = prop::sample::select(vec![LineAlign::Start, LineAlign::Center, LineAlign::End]);
    let position_align = prop::sample::select(vec![
        PositionAlign::Auto,
        PositionAlign::LineLeft,
        PositionAlign::Center,
        PositionAlign::LineRight,
    ]);
    let align = prop::sample::select(vec![Align::Start, Align::Center, Align::End, Align::Left, Align::Right]);
    let vertical = prop::sample::select(vec![Vertical::Horizontal, Vertical::RightToLeft, Vertical::LeftToRight]);
    let size = prop_oneof![Just(100.0), percent()];
    (vertical, line, line_align, option::of(percent()), position_align, size, align, any::<prop::sample::Index>())
        .prop_map(move |(vertical, line, line_align, position, position_align, size, align, index)| {
            // What has no meaning without the setting it belongs to is not written.
            let line_align = if line == Line::Auto { LineAlign::Start } else { line_align };
            let position_align = if position.is_none() { PositionAlign::Auto } else { position_align };
            let free = line == Line::Auto && size == 100.0 && vertical == Vertical::Horizontal;
            let region = (free && !regions.is_empty()).then(|| index.get(&regions).id.clone());
            Layout { vertical, line, line_align, position, position_align, size, align, region }
        })
}

fn region() -> impl Strategy<Value = Region> {
    let id = line()
        .prop_map(|id| id.replace(|c: char| c.is_ascii_whitespace(), "").replace("-->", ""))
        .prop_filter("a name", |id| !id.is_empty());
    let anchor = || (percent(), percent());
    (id, percent(), any::<u32>(), anchor(), anchor(), any::<bool>()).prop_map(
        |(id, width, lines, region_anchor, viewport_anchor, scroll_up)| Region {
            id,
            width,
            lines,
            region_anchor,
            viewport_anchor,
            scroll_up,
        },
    )
}

fn document() -> impl Strategy<Value = Document<'static>> {
    let block = || vec(line(), 1..4).prop_map(|lines| lines.join("\n"));
    let style = block().prop_filter("not blank", |style| !style.trim().is_empty());
    let head = option::of(
        line().prop_map(|l| l.trim_matches([' ', '\t']).to_owned()).prop_filter("a title", |l| !l.is_empty()),
    );
    (head, vec(region(), 0..3), vec(style, 0..2), vec(block(), 0..2)).prop_flat_map(|(head, regions, styles, notes)| {
        let id = line().prop_filter("an id", |id| {
            !["NOTE", "STYLE", "REGION"].contains(&id.split([' ', '\t']).next().unwrap_or_default())
        });
        let cue = (0..5000i64, 1000..9000i64, option::of(id), option::of(layout(regions.clone())), voices());
        vec(cue, 0..6).prop_map(move |cues| {
            let mut document = Document::default();
            document.metadata.regions = regions.clone();
            document.metadata.styles = styles.clone();
            document.metadata.notes = notes.clone();
            document.metadata.other.extend(head.clone().map(|head| ("webvtt-header".to_owned(), head)));
            let mut start = 0;
            for (gap, length, id, layout, (speaker, nodes)) in cues {
                start += gap;
                let (mut plain, mut spans, mut at) = (String::new(), Vec::new(), Timestamp::from_millis(start));
                nodes.iter().for_each(|node| push(node, &mut at, &mut plain, &mut spans));
                // Markup without text, of kinds that mean nothing then.
                spans.retain(|span| {
                    let idle = matches!(span.style, Style::Ruby | Style::RubyText | Style::Voice { .. });
                    span.start < span.end || !idle
                });
                let end = Timestamp::from_millis(start + length);
                let mut cue = Cue::new(Timestamp::from_millis(start), end, Text::styled(plain, spans));
                cue.speaker = speaker.map(|name| document.speakers.intern(&name));
                if let Some(id) = id {
                    cue.extra_mut().id = Some(id.into());
                }
                if let Some(layout) = layout.filter(|layout| *layout != Layout::default()) {
                    cue.extra_mut().layout = Some(Box::new(layout));
                }
                document.cues.push(cue);
            }
            document
        })
    })
}

/// What a document says, without where it was read from.
fn content<'d>(document: &'d Document<'_>) -> (Vec<(Cue<'d>, Option<&'d str>)>, &'d cuekit::Metadata) {
    let cue = |cue: &'d Cue<'_>| {
        let bare = Cue { source: (0..0).into(), speaker: None, ..cue.clone() };
        (bare, document.speaker_of(cue))
    };
    (document.cues.iter().map(cue).collect(), &document.metadata)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_is_read_again(document in document()) {
        let (text, said) = write(&document);
        prop_assert_eq!(said.diagnostics(), []);
        let (again, said) = read(&text);
        let empty = usize::from(document.cues.is_empty());
        prop_assert_eq!((said.diagnostics().len(), said.count("cues-none")), (empty, empty));
        prop_assert_eq!(content(&again), content(&document), "{}", text);
        prop_assert_eq!(write(&again).0, text);
    }

    /// However a text is made up, there is one cue for each, and what cannot be held is reported.
    #[test]
    fn nothing_in_a_text_breaks_a_file(
        texts in vec("[a-c\0\r\n <>&-]{0,12}", 1..4),
        id in "[a\0\r\n >-]{0,6}",
        note in "[a\0\r\n >-]{0,6}",
    ) {
        let mut document = Document::default();
        document.metadata.notes.push(note.clone());
        document.metadata.styles.push(note.clone());
        for (index, text) in texts.iter().enumerate() {
            let start = Timestamp::from_secs(index as i64);
            let mut cue = Cue::new(start, start + Timestamp::from_secs(1), text.as_str());
            cue.extra_mut().id = Some(id.clone().into());
            document.cues.push(cue);
        }
        let (again, _) = read(&write(&document).0);
        let found: Vec<&str> = again.cues.iter().map(|cue| cue.text.as_str()).collect();
        let held = |text: &String| text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}");
        prop_assert_eq!(found, texts.iter().map(held).collect::<Vec<_>>());
        prop_assert_eq!(again.metadata.notes.len(), 1);
    }
}

/// The documents are the same on every run.
fn generated(count: usize) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let strategy = document();
    (0..count).map(|_| write(&strategy.new_tree(&mut runner).expect("a document").current()).0).collect()
}

/// Every sample and a thousand generated documents, by the npm package `webvtt-parser`.
#[test]
fn the_w3c_validator_accepts_what_we_write() {
    let Some(package) = std::env::var_os("CUEKIT_WEBVTT_PARSER") else {
        eprintln!(
            "skipped: set CUEKIT_WEBVTT_PARSER to the folder of the npm package webvtt-parser to run its validator"
        );
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // To be looked at, or shown to other readers, they are kept where this says.
    let kept = std::env::var_os("CUEKIT_WEBVTT_KEEP").map(std::path::PathBuf::from);
    let temporary = tempfile::tempdir().unwrap();
    let folder = kept.as_deref().unwrap_or(temporary.path());
    let mut samples: Vec<_> = std::fs::read_dir(root.join("samples/transcripts")).unwrap().collect();
    samples.extend(std::fs::read_dir(root.join("samples")).unwrap());
    for sample in samples.into_iter().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let name = format!("sample-{}.vtt", sample.file_name().unwrap().to_string_lossy());
        let output = Command::new(env!("CARGO_BIN_EXE_cuekit"))
            .args(["convert", "--to", "webvtt", "--quiet", "--duration", "0:04:00"])
            .arg(&sample)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", sample.display());
        std::fs::write(folder.join(name), output.stdout).unwrap();
    }
    for (index, text) in generated(1000).iter().enumerate() {
        std::fs::write(folder.join(format!("generated-{index:03}.vtt")), text).unwrap();
    }
    let output = Command::new("node")
        .arg(root.join("tests/webvtt/validate.mjs"))
        .arg(folder)
        .env("CUEKIT_WEBVTT_PARSER", package)
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
}

/// The codes of what is said, each of which is in the docs.
fn codes(document: &Document<'_>) -> Vec<&'static str> {
    let page = include_str!("../docs/diagnostics.md");
    write(document)
        .1
        .counts()
        .map(|(code, _)| code)
        .inspect(|code| assert!(page.contains(&format!("`{code}`"))))
        .collect()
}

fn one(text: Text<'static>) -> Document<'static> {
    let cue = Cue::new(Timestamp::ZERO, Timestamp::from_secs(2), text);
    Document { cues: vec![cue], ..Document::default() }
}

#[test]
fn blank_lines_of_a_text_stay() {
    let (text, _) = write(&one("\na\n\n\nb\n".into()));
    assert_eq!(text, "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<c></c>\na\n<c></c>\n<c></c>\nb\n<c></c>\n");
    assert_eq!(read(&text).0.cues[0].text.as_str(), "\na\n\n\nb\n");
}

/// In Chromium the second line of a note begins a style sheet if it is `STYLE`, and the next cue loses its id.
#[test]
fn notes_do_not_look_like_style_sheets() {
    let mut document = one("a".into());
    document.metadata.notes = vec!["STYLE\na { }".into(), "b\nSTYLE".into()];
    let (text, _) = write(&document);
    assert!(text.contains("NOTE STYLE\na { }\n\nNOTE\nb\nSTYLE\n\n"), "{text}");
    assert_eq!(read(&text).0.metadata.notes, document.metadata.notes);
}

#[test]
fn cues_are_written_in_order() {
    let mut document = one("b".into());
    document.cues[0].start = Timestamp::from_secs(1);
    document.cues.push(Cue::new(Timestamp::ZERO, Timestamp::from_secs(1), "a"));
    let (text, said) = write(&document);
    assert!(text.find("\na\n") < text.find("\nb\n"), "{text}");
    assert_eq!(said.count("cues-sorted"), 1);
}

#[test]
fn what_cannot_be_held_is_said() {
    let mut document = one("a".into());
    document.metadata.notes.push("a --> b\n\nc".into());
    assert!(write(&document).0.contains("NOTE\na -- > b\n \nc\n\n"));
    assert_eq!(codes(&document), ["vtt-text-changed"]);
    let mut document = one("a".into());
    document.metadata.styles.push("::cue { content: '-->' }\n\n/* b */".into());
    assert!(write(&document).0.contains("STYLE\n::cue { content: '--\\3E ' }\n/* b */\n\n"));
    assert_eq!(codes(&document), ["vtt-text-changed"]);
    let mut document = one("a".into());
    document.cues[0].extra_mut().id = Some("NOTE to self".into());
    assert_eq!(codes(&document), ["vtt-id-dropped"]);
    assert_eq!(read(&write(&document).0).0.cues.len(), 1);
    document.cues[0].extra_mut().id = Some("a --> b\nc".into());
    assert_eq!(read(&write(&document).0).0.cues[0].id(), Some("a -- > b c"));
    let mut document = one("a".into());
    document.cues[0].end = Timestamp::ZERO;
    assert_eq!(codes(&document), ["cue-without-length"]);
    let mut document = one("a".into());
    document.metadata.regions.push(Region { id: "two words".into(), ..Region::default() });
    assert_eq!(codes(&document), ["vtt-region-dropped"]);
    let mark = |secs| Span { start: 0, end: 0, style: Style::Time(Timestamp::from_secs(secs)) };
    assert_eq!(codes(&one(Text::styled("a", vec![mark(1), mark(1)]))), ["vtt-time-outside-cue"]);
    assert_eq!(codes(&one(Text::styled("a", vec![mark(2)]))), ["vtt-time-outside-cue"]);
    let font = Span { start: 0, end: 1, style: Style::Font("color=red".into()) };
    assert_eq!(codes(&one(Text::styled("a", vec![font]))), ["loss-styles"]);
}

/// RFC 8216, section 3.5: HLS looks for its line below the signature.
#[test]
fn lines_of_the_header_stay_where_they_are() {
    let file = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n00:00:00.000 --> 00:00:02.000\na\n";
    let (text, said) = write(&read(file).0);
    assert_eq!((text.as_str(), said.count("vtt-header-lines")), (file, 1));
    let file = "WEBVTT - title\nKind: captions\nLanguage: en\n\n00:00:00.000 --> 00:00:02.000\na\n";
    assert_eq!(write(&read(file).0).0, file);
}

/// A voice that is not closed holds the next one, which the syntax forbids (section 4.2.2).
#[test]
fn voices_are_written_side_by_side() {
    let file = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n";
    let (text, _) = write(&read(&format!("{file}<v A>a\n<v B>b")).0);
    assert_eq!(text, format!("{file}<v A>a\n</v><v B>b</v>\n"));
    let (text, _) = write(&read(&format!("{file}<v A>a<v B>b</v><i>c</i></v>d")).0);
    assert_eq!(text, format!("{file}<v A>a</v><v B>b</v><v A><i>c</i></v>d\n"));
}

#[test]
fn classes_do_not_come_between_ruby_and_rt() {
    let file = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n<ruby.x>a<rt.y>b</rt></ruby>c";
    let once = read(file).0;
    let text = write(&once).0;
    assert!(text.contains("<c.x><ruby>a<rt><c.y>b</c></rt></ruby></c>c"), "{text}");
    assert_eq!(content(&read(&text).0), content(&once));
}
