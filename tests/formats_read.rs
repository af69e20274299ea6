//! The formats of other programs that are read: our samples of each, what is in them, what is said about
//! them, and that no beginning of any of them makes a reader fall over.

use std::path::Path;

use cuekit::{
    Document, DocumentKind, ErrorKind, Format, Limits, ReadOptions, Resolution, Sink, Source, Timestamp, Timing,
};

fn sample(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/transcripts").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads bytes as what they look like.
fn read(bytes: &[u8]) -> (&'static str, Document<'static>, Sink) {
    let mut sink = Sink::new();
    let source = Source::decode(bytes, &Limits::default(), &mut sink).expect("text");
    let format = Format::detect(&source).expect("a format");
    let document = format.read(&source, &ReadOptions::default(), &mut sink).expect("a document").into_owned();
    for cue in &document.cues {
        assert!(cue.end >= cue.start, "{cue:?}");
        assert!(cue.words().iter().all(|word| word.end >= word.start && !word.text.is_empty()), "{cue:?}");
        assert!(cue.source.end as usize <= source.text().len());
    }
    (format.id, document, sink)
}

fn read_text(text: &str) -> (&'static str, Document<'static>, Sink) {
    read(text.as_bytes())
}

fn speakers(document: &Document<'_>) -> Vec<String> {
    document.speakers.names().map(str::to_owned).collect()
}

fn texts<'d>(document: &'d Document<'_>) -> Vec<&'d str> {
    document.cues.iter().map(|cue| cue.text.as_str()).collect()
}

/// Start and end of a cue in milliseconds.
fn times(document: &Document<'_>, index: usize) -> (i64, i64) {
    let cue = &document.cues[index];
    (cue.start.to_millis(), cue.end.to_millis())
}

fn codes(sink: &Sink) -> Vec<&'static str> {
    sink.counts().map(|(code, _)| code).collect()
}

#[test]
fn textgrid_long_form() {
    let (format, document, sink) = read(&sample("29-textgrid-long.it.TextGrid"));
    assert_eq!((format, document.kind), ("textgrid", DocumentKind::Transcript));
    assert_eq!(speakers(&document), ["Nonna", "Zio Ugo"]);
    assert_eq!(
        texts(&document),
        ["il forno è acceso da stamattina", "e il pane dov'è", "il pane l'ha \"preso in prestito\" il cane"]
    );
    assert_eq!((times(&document, 0), times(&document, 2)), ((500, 2620), (4430, 7160)));
    assert_eq!(document.cues[0].words().len(), 6);
    assert_eq!(document.cues[0].words()[1].start, Timestamp::from_millis(700));
    assert_eq!(document.metadata.duration, Some(Timestamp::from_millis(7800)));
    assert_eq!(codes(&sink), ["tier-set-aside"]);
}

#[test]
fn textgrid_short_form_in_utf16() {
    let (format, document, sink) = read(&sample("29-textgrid-short.ja.TextGrid"));
    assert_eq!(format, "textgrid");
    assert!(document.speakers.is_empty());
    assert_eq!(texts(&document), ["こんばんはここは駅の待合室です終電は三分前に出ました"]);
    assert_eq!(times(&document, 0), (420, 5140));
    assert_eq!(document.cues[0].words().len(), 7);
    assert_eq!(sink.diagnostics(), []);
}

#[test]
fn textgrid_words_without_turns_make_turns() {
    let head = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n0\n9\n<exists>\n2\n";
    let words = "\"IntervalTier\"\n\"ann - words\"\n0\n9\n5\n0\n1\n\"so\"\n1\n1.5\n\"it\"\n1.5\n2.2\n\"sil\"\n2.2\n3\n\"goes\"\n3\n9\n\"\"\n";
    let phones = "\"IntervalTier\"\n\"ann - phones\"\n0\n9\n1\n0\n1\n\"s\"\n";
    let (_, document, sink) = read_text(&format!("{head}{words}{phones}"));
    assert_eq!((speakers(&document), texts(&document)), (vec!["ann".to_owned()], vec!["so it", "goes"]));
    assert_eq!(times(&document, 1), (2200, 3000));
    assert_eq!(codes(&sink), ["silence-set-aside", "tier-set-aside"]);
}

#[test]
fn ctm() {
    let (format, document, sink) = read(&sample("29-words.en.ctm"));
    assert_eq!((format, document.kind), ("ctm", DocumentKind::Transcript));
    assert_eq!(speakers(&document), ["A", "B"]);
    assert_eq!(
        texts(&document),
        [
            "we found the key under the third flowerpot",
            "<unk> which one is the third",
            "it depends which side you come from"
        ]
    );
    assert_eq!((times(&document, 0), times(&document, 2)), ((500, 3360), (5850, 8240)));
    assert_eq!(document.cues[0].words()[7].end, Timestamp::from_millis(3360));
    assert_eq!(document.metadata.notes, ["hypothesis of a made-up recognizer"]);
    assert_eq!(sink.count("confidence-set-aside"), 1);
    let (_, document, sink) = read_text("a 1 0 1 Hello\na 1 1 0 ,\na 1 1 1 you. 0.5\nb 1 0 1 else\n");
    assert_eq!(texts(&document), ["Hello, you."]);
    assert_eq!(document.cues[0].resolution, Resolution::Second);
    assert_eq!(codes(&sink), ["confidence-set-aside", "recordings-set-aside"]);
}

#[test]
fn stm() {
    let (format, document, sink) = read(&sample("29-turns.en.stm"));
    assert_eq!((format, document.kind), ("stm", DocumentKind::Transcript));
    assert_eq!(speakers(&document), ["garden_ines", "garden_hal"]);
    assert_eq!(texts(&document)[1], "(%hesitation) which one is the third");
    assert_eq!((document.cues.len(), times(&document, 0), times(&document, 2)), (3, (500, 3360), (5850, 8240)));
    assert_eq!(document.metadata.notes.len(), 4);
    assert_eq!(codes(&sink), ["silence-set-aside"]);
}

#[test]
fn elan() {
    let (format, document, sink) = read(&sample("29-elan.pt.eaf"));
    assert_eq!((format, document.kind), ("eaf", DocumentKind::Transcript));
    assert_eq!(speakers(&document), ["Avó", "Neto"]);
    assert_eq!((document.cues.len(), times(&document, 0), times(&document, 3)), (4, (440, 3368), (7264, 9264)));
    assert_eq!(texts(&document)[3], "[risos] Então fico na areia.");
    assert_eq!(document.metadata.other["media"], "file:///barco.wav");
    assert_eq!(codes(&sink), ["tier-set-aside"]);
}

#[test]
fn elan_numbers_words_and_slots_without_time() {
    let tier = |attributes: &str, annotations: &str| format!("<TIER {attributes}>{annotations}</TIER>");
    let slot = |id: &str, from: &str, to: &str, value: &str| {
        format!(
            "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"{id}\" TIME_SLOT_REF1=\"{from}\" TIME_SLOT_REF2=\"{to}\">\
             <ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        )
    };
    let text = format!(
        "<ANNOTATION_DOCUMENT><TIME_ORDER><TIME_SLOT TIME_SLOT_ID=\"t1\" TIME_VALUE=\"1000\"/>\
         <TIME_SLOT TIME_SLOT_ID=\"t2\"/><TIME_SLOT TIME_SLOT_ID=\"t3\" TIME_VALUE=\"3000\"/></TIME_ORDER>{}{}{}</ANNOTATION_DOCUMENT>",
        tier("TIER_ID=\"ref\" PARTICIPANT=\"Ann\"", &(slot("a1", "t1", "t2", "001") + &slot("a2", "t2", "t3", "002"))),
        tier(
            "TIER_ID=\"tx\" PARENT_REF=\"ref\"",
            "<ANNOTATION><REF_ANNOTATION ANNOTATION_ID=\"a3\" ANNOTATION_REF=\"a1\"><ANNOTATION_VALUE>come &amp; go\
             </ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION><ANNOTATION><REF_ANNOTATION ANNOTATION_ID=\"a4\" \
             ANNOTATION_REF=\"a2\"><ANNOTATION_VALUE>now and then</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
        ),
        tier("TIER_ID=\"words\" PARENT_REF=\"ref\"", &slot("a5", "t1", "t3", "come")),
    );
    let (_, document, _) = read_text(&text);
    assert_eq!(texts(&document), ["come & go", "now and then"]);
    assert_eq!(document.cues[1].timing, Timing::Interpolated);
    assert_eq!(document.cues[1].end, Timestamp::from_secs(3));
    assert!(document.cues[1].start > Timestamp::from_secs(1) && document.cues[1].start < Timestamp::from_secs(3));
}

#[test]
fn transcriber() {
    let (format, document, _) = read(&sample("29-transcriber.fr.trs"));
    assert_eq!((format, document.kind), ("trs", DocumentKind::Transcript));
    assert_eq!(speakers(&document), ["Yvette", "Le poissonnier"]);
    assert_eq!((document.cues.len(), times(&document, 0), times(&document, 5)), (6, (814, 2904), (12_040, 17_902)));
    assert_eq!(texts(&document)[2], "madame Yvette il est tellement frais [rire] qu'il répond quand on l'appelle");
    // Two at once.
    assert_eq!((times(&document, 3), times(&document, 4)), ((10_212, 12_040), (10_212, 12_040)));
    assert_ne!(document.cues[3].speaker, document.cues[4].speaker);
    assert_eq!(document.metadata.language.as_deref(), Some("fr"));
}

#[test]
fn chat() {
    let (format, document, sink) = read(&sample("29-chat.en.cha"));
    assert_eq!((format, document.kind), ("chat", DocumentKind::Transcript));
    assert_eq!(speakers(&document), ["Edie", "Ruth", "Owen"]);
    assert_eq!((document.cues.len(), times(&document, 0), times(&document, 6)), (7, (800, 1960), (11_600, 12_900)));
    assert_eq!(texts(&document)[4], "that is that is a very patient duck.");
    assert_eq!(document.metadata.language.as_deref(), Some("en"));
    assert_eq!(codes(&sink), ["chat-code-set-aside", "tier-set-aside"]);
}

#[test]
fn chat_bullets_inside_and_words() {
    let text = "@UTF8\n@Begin\n@Participants:\tSUB Participant\n*SUB:\tone two \u{15}0_1000\u{15}\n\tthree . \u{15}1000_2500\u{15}\n\
                %wor:\tone \u{15}0_400\u{15} two \u{15}400_1000\u{15} three \u{15}1100_2500\u{15} .\n*SUB:\tno bullet .\n\
                *SUB:\tlost 3000_3500\n@End\n";
    let (_, document, _) = read_text(text);
    assert_eq!(texts(&document), ["one two", "three.", "no bullet.", "lost"]);
    assert_eq!((times(&document, 1), times(&document, 3)), ((1000, 2500), (3000, 3500)));
    assert_eq!(document.cues[0].words().len(), 2);
    assert_eq!(document.cues[1].words()[0].text, "three.");
    assert_eq!((document.cues[2].timing, times(&document, 2)), (Timing::Interpolated, (2500, 3000)));
}

#[test]
fn lrc() {
    let (format, document, sink) = read(&sample("26-lyrics.en.lrc"));
    assert_eq!((format, document.kind), ("lrc", DocumentKind::Captions));
    assert_eq!(document.metadata.title.as_deref(), Some("Bread Before Noon"));
    assert_eq!(document.metadata.other["artist"], "The Lower Quay");
    assert_eq!(document.metadata.duration, Some(Timestamp::from_secs(98)));
    assert_eq!(document.cues.len(), 19);
    // 250 ms sooner, as the offset asks; the empty line ends the one before.
    assert_eq!((times(&document, 0), times(&document, 3)), ((10_950, 14_810), (22_150, 26_460)));
    assert_eq!(document.cues[0].end_timing, Timing::Interpolated);
    assert_eq!(document.cues[3].end_timing, Timing::Stamped);
    assert_eq!(texts(&document).iter().filter(|text| **text == "We'll be home before the moon").count(), 3);
    assert!(document.cues.is_sorted_by_key(|cue| cue.start));
    assert_eq!((texts(&document)[18], times(&document, 18)), ("Puts its hand upon the soil.", (84_340, 89_050)));
    assert_eq!(codes(&sink), ["lrc-offset-applied"]);
}

#[test]
fn lrc_enhanced() {
    let (format, document, sink) = read(&sample("26-enhanced.fr.lrc"));
    assert_eq!((format, document.cues.len(), document.metadata.language.as_deref()), ("lrc", 9, Some("fr")));
    assert_eq!((times(&document, 0), texts(&document)[0]), ((4200, 6330), "Sous le grand marronnier,"));
    assert_eq!(times(&document, 8), (24_110, 26_090));
    let words = document.cues[0].words();
    assert_eq!((words.len(), words[3].text.as_str(), words[3].end.to_millis()), (4, "marronnier,", 6330));
    assert_eq!(sink.diagnostics(), []);
    let transcript = "[00:00.10] Ann: yes\n[00:02.10] Bob: no\n[00:04.00] Ann: so what\n[00:09.00] Bob: well then\n";
    assert_eq!(read_text(transcript).0, "transcript");
}

#[test]
fn sbv() {
    let (format, document, _) = read(&sample("29-captions.en.sbv"));
    assert_eq!((format, document.kind, document.cues.len()), ("sbv", DocumentKind::Captions, 5));
    assert_eq!((times(&document, 0), times(&document, 4)), ((600, 3667), (13_733, 15_800)));
    assert_eq!(texts(&document)[1], "Tonight's film starts at 8:15,\nor when Harold finds the reel.");
}

#[test]
fn audacity_labels() {
    let (format, document, sink) = read(&sample("29-audacity-labels.it.txt"));
    assert_eq!((format, document.kind, document.cues.len()), ("audacity", DocumentKind::Transcript, 6));
    assert_eq!((times(&document, 1), texts(&document)[5]), ((800, 3371), "fine alle 12:30"));
    // A point has no end.
    assert_eq!((times(&document, 0), document.cues[0].end_timing), ((350, 800), Timing::Interpolated));
    assert_eq!(document.cues[1].end, Timestamp::from_nanos(3_371_429_000));
    assert_eq!(codes(&sink), ["frequencies-set-aside"]);
}

#[test]
fn html_page() {
    let (format, document, sink) = read(&sample("28-cite-time-page.en.html"));
    assert_eq!((format, document.kind, document.cues.len()), ("html", DocumentKind::Transcript, 7));
    assert_eq!(document.metadata.title.as_deref(), Some("Transcript for Small Sounds #12: The milk float"));
    assert_eq!(speakers(&document), ["Mira", "Joss"]);
    assert_eq!((times(&document, 1), document.cues[1].resolution), ((4000, 12_000), Resolution::Second));
    assert_eq!(texts(&document)[6], "There's a clause. Okay, we'll leave it there.");
    assert_eq!(sink.diagnostics(), []);
}

#[test]
fn html_without_a_page() {
    let (format, document, _) = read(&sample("28-cite-time.es.html"));
    assert_eq!((format, document.cues.len(), speakers(&document)), ("html", 9, vec!["Andrés".into(), "Pilar".into()]));
    assert_eq!((times(&document, 0), document.cues[8].start), ((0, 9000), Timestamp::from_secs(56)));
    assert!(texts(&document)[0].starts_with("Muy buenas, y bienvenidos a «La otra orilla»."));
}

#[test]
fn html_of_every_host() {
    let words = "<!DOCTYPE html><html><body><h1>Show</h1><nav>Menu</nav><p><span data-m=\"4470\" data-d=\"0\" class=\"speaker\">Doc: \
                 </span><span data-m=4470 data-d=270>We </span><span data-m=4740 data-d=240>have</span>. <span data-m=6000>Two</span></p>";
    let (_, document, sink) = read_text(words);
    assert_eq!((texts(&document), speakers(&document)), (vec!["We have.", "Two"], vec!["Doc".to_owned()]));
    assert_eq!((times(&document, 0), document.cues[0].words()[1].text.as_str()), ((4470, 4980), "have."));
    assert_eq!(document.metadata.notes, ["Show"]);
    assert_eq!(codes(&sink), ["head-set-aside", "page-text-set-aside"]);
    let classes = "<div class=\"row\"><span class=\"ts-speaker\">Ann</span> <span class=\"timestamp\" data-timestamp=\"12.5\">0:12</span>\
                   <p>One &amp; <b>two</b><br>three</div><div><time>00:20 - 00:25</time><cite>Bob:</cite> four <p>five";
    let (_, document, _) = read_text(classes);
    assert_eq!(texts(&document), ["One & two\nthree", "four\nfive"]);
    assert_eq!((times(&document, 0), times(&document, 1)), ((12_500, 20_000), (20_000, 25_000)));
    let lines = "<html><p>[00:01] Ann: Hello there, all of you.</p><p>[00:04] Bob: Hello to you, too.</p><p>[00:09] Ann: Well.</p>";
    let (format, document, _) = read_text(lines);
    assert_eq!((format, speakers(&document), document.cues.len()), ("html", vec!["Ann".into(), "Bob".into()], 3));
}

#[test]
fn tables() {
    let (format, document, sink) =
        read_text("start\tend\ttext\n43810\t47850\t\"Hello\" everyone\n48350\t54570\tand on\n");
    assert_eq!((format, document.kind), ("csv", DocumentKind::Transcript));
    assert_eq!((times(&document, 0), times(&document, 1)), ((43_810, 47_850), (48_350, 54_570)));
    assert_eq!(texts(&document), ["\"Hello\" everyone", "and on"]);
    assert_eq!(sink.diagnostics(), []);
    let csv = "speaker,words,tags,timestamp\r\n,\"(Talk, and \"\"art\"\")\",,\r\nDB:,Your name?,,0:00:10\r\nLG:,Louise&#8212;so.,career,\r\n\
               DB:,Why?,,[00:00:20]\r\n";
    let (_, document, sink) = read_text(csv);
    assert_eq!(texts(&document), ["(Talk, and \"art\")", "Your name?", "Louise—so.", "Why?"]);
    assert_eq!(
        (speakers(&document), document.cues[1].resolution),
        (vec!["DB".into(), "LG".into()], Resolution::Second)
    );
    assert_eq!(document.cues[2].timing, Timing::Interpolated);
    assert!(document.cues[2].start > Timestamp::from_secs(10) && document.cues[2].end == Timestamp::from_secs(20));
    assert_eq!(codes(&sink), ["column-set-aside"]);
    let (_, document, _) = read_text("start_ms;end_ms;text\n500;1500;one; two\n");
    assert_eq!((times(&document, 0), texts(&document)), ((500, 1500), vec!["one; two"]));
    let (_, document, _) = read_text("End Time,Text\n0:05,one\n0:09,two\n");
    assert_eq!((times(&document, 0), times(&document, 1)), ((0, 5000), (5000, 9000)));
}

#[test]
fn timed_text_in_xml() {
    let ttxt = "<?xml version=\"1.0\"?>\n<!-- GPAC 3GPP Text Stream -->\n<TextStream version=\"1.0\">\
                <TextSample sampleTime=\"00:00:02.400\" text=\"[Music]\"></TextSample>\
                <TextSample sampleTime=\"00:00:05.200\" text=\"\"/><TextSample sampleTime=\"00:00:15.712\" \
                text=\"a&#xA;b\"/></TextStream>";
    let (format, document, _) = read_text(ttxt);
    assert_eq!((format, texts(&document), times(&document, 0)), ("ttxt", vec!["[Music]", "a\nb"], (2400, 5200)));
    let ttml = "<tt xmlns:ttm=\"m\" xml:lang=\"en\"><head><metadata><ttm:title>T</ttm:title><ttm:agent xml:id=\"a\">\
                <ttm:name>Ann</ttm:name></ttm:agent></metadata></head><body><div begin=\"10s\"><p begin=\"0.76s\" end=\"3.45s\" \
                ttm:agent=\"a\">\n  one<br/>\n  two &amp; <span>three</span></p><p begin=\"00:00:05\" dur=\"2s\"><span begin=\"0s\" \
                end=\"1s\">so</span> <span begin=\"1s\" end=\"2s\">what</span></p></div></body></tt>";
    let (format, document, _) = read_text(ttml);
    assert_eq!((format, document.kind, speakers(&document)), ("ttml", DocumentKind::Captions, vec!["Ann".into()]));
    assert_eq!(texts(&document), ["one\ntwo & three", "so what"]);
    assert_eq!((times(&document, 0), times(&document, 1)), ((10_760, 13_450), (15_000, 17_000)));
    assert_eq!(document.cues[1].words()[1].start, Timestamp::from_secs(16));
    assert_eq!(document.metadata.title.as_deref(), Some("T"));
}

/// All samples of formats that are read here, and texts for the formats without one.
fn all_samples() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/transcripts");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the samples")
        .map(|entry| entry.expect("a sample").file_name().to_string_lossy().into_owned())
        .filter(|name| ["26-", "28-", "29-"].iter().any(|shape| name.starts_with(shape)) && !name.ends_with(".json"))
        .collect();
    names.sort();
    assert!(names.len() >= 13, "{names:?}");
    let mut all: Vec<Vec<u8>> = names.iter().map(|name| sample(name)).collect();
    all.push(b"<html><p><span data-m=1 data-d='2'>a</span> <b class=\"speaker\">x: </b><!-- --><script>y</script>z</p></html>".to_vec());
    all.push(b"start,end,text\n1,2,\"a \"\"b\"\"\"\n0:01,,c;d\n".to_vec());
    all.push(b"<tt><body begin='1s'><p dur='00:00:01:10'>a<br/><span begin='2f'>b</span></p></body></tt>".to_vec());
    all.push(b"<TextStream><TextSample sampleTime='00:00:01.0' text=\"'a' 'b'\">c</TextSample></TextStream>".to_vec());
    all
}

#[test]
fn no_beginning_of_a_file_makes_a_reader_fall_over() {
    let formats =
        ["textgrid", "eaf", "trs", "ttml", "ttxt", "chat", "sbv", "lrc", "html", "audacity", "csv", "stm", "ctm"];
    let formats = formats.map(|id| Format::by_name(id).unwrap_or_else(|| panic!("{id} is a format")));
    for bytes in all_samples() {
        let mut sink = Sink::new();
        let step = (bytes.len() / 400).max(1);
        for cut in (0..=bytes.len()).step_by(step) {
            for bytes in [&bytes[..cut], &bytes[bytes.len() - cut..]] {
                let Ok(source) = Source::decode(bytes, &Limits::default(), &mut sink) else { continue };
                let own = Format::detect(&source).ok();
                // Every reader on every tenth, whatever it is.
                let all = formats.iter().copied().filter(|_| cut / step % 10 == 0);
                for format in own.into_iter().chain(all) {
                    let _ = format.read(&source, &ReadOptions::default(), &mut Sink::new());
                }
            }
        }
    }
}

#[test]
fn limits_are_kept() {
    let options = ReadOptions { limits: Limits { cues: 2, ..Limits::default() }, ..ReadOptions::default() };
    for bytes in all_samples() {
        let mut sink = Sink::new();
        let source = Source::decode(&bytes, &Limits::default(), &mut sink).expect("text");
        let format = Format::detect(&source).expect("a format");
        match format.read(&source, &options, &mut sink) {
            Ok(document) => assert!(document.cues.len() <= 2, "{}", format.id),
            Err(error) => assert!(matches!(error.kind(), ErrorKind::Limit(_)), "{}: {error}", format.id),
        }
    }
}

#[test]
fn hostile_files_are_read_in_no_time() {
    let many = |piece: &str| piece.repeat(300_000 / piece.len() + 1);
    let praat = "File type = \"ooTextFile\" \"TextGrid\" ";
    let tiers = |count: usize| {
        (0..count).map(|n| format!("<TIER TIER_ID=\"{n}\"/><TIER PARENT_REF=\"{n}\"/>")).collect::<String>()
    };
    let hostile = [
        ("html", format!("<html>{}", many("<a b=\""))),
        ("html", format!("<html>{}", many("<a b='\">"))),
        ("html", format!("<html>{}", many("<!--"))),
        ("html", format!("<html>{}", many("<!---->"))),
        ("html", format!("<html>{}", many("<button>x"))),
        ("html", format!("<html>{}</button>", many("<button>x"))),
        ("html", format!("<html>{}", many("<title>"))),
        ("html", format!("<html>{}", many("<cite>a"))),
        ("html", format!("<html>{}", many("</script"))),
        ("html", format!("<html>{}<", many("< < <"))),
        ("html", format!("<html>{}", many("<p data-m=1><time>1:00</time>a"))),
        ("html", format!("<html>{}", many("<i data-m=1>a</i>"))),
        ("html", format!("<html>1:00 a &lt;{}", many("&amp;&#x"))),
        ("ttml", format!("<tt>{}", many("<div begin='1s'>"))),
        ("ttml", format!("<tt>{}", many("<p>&x;<br/>"))),
        ("eaf", format!("<ANNOTATION_DOCUMENT>{}", many("<TIER>"))),
        ("eaf", format!("<ANNOTATION_DOCUMENT>{}", tiers(6000))),
        ("trs", format!("<Trans><Turn>{}", many("<Who nb='9'/>a<Sync time='1'/>"))),
        ("textgrid", format!("{praat}{}", many("\"IntervalTier\" \"a\" 1 2 3 "))),
        ("textgrid", format!("{praat}{}", many("\"\""))),
        ("textgrid", format!("{praat}{}", many("\"IntervalTier\" "))),
        ("textgrid", format!("{praat}\"IntervalTier\" \"{}\" 1 2 \"a\"", many("-"))),
        ("lrc", format!("[ti:a]\n{}", many("[00:01.00]"))),
        ("lrc", format!("[ti:a]\n[00:01.00]{}", many("<00:01.00>a"))),
        ("lrc", format!("[ti:a]\n[00:01.00]{}>", many("<a"))),
        ("lrc", format!("[ti:a]\n{}{}", many("[00:01.00]"), many("a"))),
        ("lrc", format!("[ti:a]\n[00:01.00]a\n{}", many("[00:01.00]\n"))),
        ("chat", format!("@UTF8\n@Begin\n*A:\t{}", many("a 1_2 "))),
        ("chat", format!("@UTF8\n@Begin\n*A:\t{}", many("a\u{15}1_2\u{15}"))),
        ("chat", format!("@UTF8\n@Begin\n*A:\t{}", many("[<"))),
        ("csv", format!("start,text\n{}", many("1,\""))),
        ("csv", format!("start,text\n{}", many(","))),
        ("csv", format!("timestamp,text\n{}", many("0:01,a\n,b\n0:00,c\n"))),
        ("stm", format!("a 1 ann 0 1 {}", many("{ / } "))),
        ("ctm", many("a 1 0 1 b\n")),
    ];
    for (name, text) in hostile {
        let begun = std::time::Instant::now();
        let source = Source::from_text(text.as_str());
        let _ = Format::detect(&source);
        let format = Format::by_name(name).expect("a format");
        let _ = format.read(&source, &ReadOptions::default(), &mut Sink::new());
        assert!(begun.elapsed().as_secs() < 5, "{name}: {:?} for {:?}", begun.elapsed(), &text[..60]);
    }
}
