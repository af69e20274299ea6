//! One test for each fault that was found, named after what was broken.

use cuekit::{
    CaptionOptions, Document, Format, Limits, Profile, ReadOptions, Sink, Source, Timing, caption, language_of,
};

fn read(text: &str) -> (Document<'static>, Sink) {
    let mut sink = Sink::new();
    let source = Source::decode(text.as_bytes(), &Limits::default(), &mut sink).unwrap();
    let format = Format::detect(&source).unwrap();
    let document = format.read(&source, &ReadOptions::default(), &mut sink).unwrap().into_owned();
    (document, sink)
}

fn captions(text: &str) -> Document<'static> {
    let (document, mut sink) = read(text);
    let language = language_of(&document);
    let profile = Profile::named("default", language.as_deref()).unwrap();
    caption(document, &CaptionOptions { profile, language, ..Default::default() }, &mut sink).0
}

/// `speaker: text` of each cue, its line breaks as blanks.
fn said(document: &Document<'_>) -> Vec<String> {
    let line = |cue: &cuekit::Cue<'_>| {
        let text = cue.text.as_str().replace('\n', " ");
        document.speaker_of(cue).map_or(text.clone(), |name| format!("{name}: {text}"))
    };
    document.cues.iter().map(line).collect()
}

fn seconds(document: &Document<'_>) -> Vec<f64> {
    document.cues.iter().map(|cue| cue.start.as_secs_f64()).collect()
}

#[test]
fn a_title_before_a_name_is_part_of_it() {
    let (document, _) = read("Dr. Smith: [0:01] Hello there.\nAnn: [0:05] Hi there.\nDr. Smith: [0:09] Yes.\n");
    assert_eq!(said(&document), ["Dr. Smith: Hello there.", "Ann: Hi there.", "Dr. Smith: Yes."]);
}

#[test]
fn a_long_pause_does_not_make_the_stamps_chapters() {
    let (document, _) =
        read("[0:03] Ann: Hello there.\n[0:12] Bob: Hi, how are you?\n[1:12:12] Ann: One hour later.\n");
    assert_eq!(seconds(&document), [3.0, 12.0, 4332.0]);
    let chapters = Source::from_text("00:00 Introduction\n05:10 The harbour\n21:40 Questions\n");
    assert!(Format::detect(&chapters).is_err());
}

#[test]
fn lines_without_full_stops_are_not_shown_before_their_stamp() {
    let document = captions(
        "0:05\nthis is the first line\n0:12\nand now the second line\n0:20\nthe third line\n0:40\nthe fourth\n",
    );
    assert_eq!(seconds(&document), [5.0, 12.0, 20.0, 40.0]);
    assert!(document.cues.iter().all(|cue| cue.timing == Timing::Stamped));
}

#[test]
fn written_ends_are_kept() {
    let document = captions(
        "[00:00.000 --> 00:04.000]  Hello and welcome to the show.\n[00:04.000 --> 00:06.500]  Today we talk.\n[00:10.000 --> 00:12.000]  And so on.\n",
    );
    let ends: Vec<i64> = document.cues.iter().map(|cue| cue.end.to_millis()).collect();
    assert_eq!(ends, [4000, 6500, 12_000]);
    assert!(document.cues.iter().all(|cue| cue.end_timing == Timing::Stamped));
}

#[test]
fn a_name_above_its_stamp_is_no_speech() {
    let text = "Lex Berg\n(00:00:00)\nThe following is a conversation.\n\nAnn Druse\n(00:01:10)\nThank you very much.\n\nLex Berg\n(00:01:20)\nOf course.\n";
    assert_eq!(
        said(&read(text).0),
        ["Lex Berg: The following is a conversation.", "Ann Druse: Thank you very much.", "Lex Berg: Of course."]
    );
}

#[test]
fn a_name_met_once_among_names_is_a_speaker() {
    let text = "Ann: [0:05] One is here.\nBob: but I said no.\nAnn: [0:12] Yes.\n\nCarol: Can I say?\n\nBob: [0:20] Please: go.\n";
    let want = ["Ann: One is here.", "Bob: but I said no.", "Ann: Yes.", "Carol: Can I say?", "Bob: Please: go."];
    assert_eq!(said(&read(text).0), want);
    let text = "[0:01] Ann: Hello there.\n\n(applause)\n\n[0:05] Bob: Hi there.\n[0:20] Ann: Yes.\n";
    assert!(said(&read(text).0).contains(&"Bob: Hi there.".to_owned()));
}

#[test]
fn a_damaged_stamp_is_reported_and_not_shown() {
    let text = "[00:12:01] Ann: Yes.\n[00:12:O5] Bob: No.\n[00:12:09] Ann: Well.\n[00:13:09] Bob: Well.\n";
    let (document, sink) = read(text);
    assert_eq!(sink.count("clock-unreadable"), 1);
    assert_eq!(said(&document)[1], "Bob: No.");
}

#[test]
fn a_second_part_does_not_squeeze_the_first() {
    let text = "[0:05] Ann: One is here.\n[0:12] Bob: Two is here.\n[0:20] Ann: Three is here.\n[0:03] Ann: Four is here.\n[0:09] Bob: Five is here.\n[0:14] Ann: Six.\n";
    let (document, sink) = read(text);
    assert_eq!(sink.count("clock-restarted"), 1);
    assert_eq!(seconds(&document), [5.0, 12.0, 20.0, 23.0, 29.0, 34.0]);
}

#[test]
fn german_abbreviations_and_ordinals_end_no_sentence() {
    let text = "[0:01] Das ist z. B. sehr schön, wir freuen uns am 3. Oktober auf Gäste aus dem 19. Jahrhundert, inkl. MwSt. und allem.\n[0:20] Ja, so ist es.\n";
    let text = said(&captions(text)).join("|");
    for whole in ["z. B. sehr", "3. Oktober", "19. Jahrhundert", "inkl. MwSt. und"] {
        assert!(text.contains(whole), "{whole} in {text}");
    }
}

#[test]
fn an_address_is_cut_at_its_marks() {
    let text = "[0:01] See https://example.org/a/very/long/path?with=some&and=more and tell me.\n[0:20] Yes.\n";
    let lines: Vec<String> =
        captions(text).cues.iter().flat_map(|c| c.text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(lines.iter().any(|line| line.starts_with("https://") && line.ends_with(['=', '/', '?', '&'])), "{lines:?}");
}

#[test]
fn a_broken_byte_does_not_make_utf8_another_encoding() {
    let mut bytes = "Élodie: [0:01] Bonjour à tous, ça va ?\n[0:05] Très bien, merci à vous.\n".as_bytes().to_vec();
    bytes.push(0xE9);
    let mut sink = Sink::new();
    let source = Source::decode(&bytes, &Limits::default(), &mut sink).unwrap();
    assert!(source.text().starts_with("Élodie") && source.text().ends_with('\u{FFFD}'));
    assert_eq!(sink.count("undecodable-bytes"), 1);
    // Even where few letters are not ASCII.
    for few in ["Ça va à l'été.", "It’s a café."] {
        let text = format!("1\n00:00:01,000 --> 00:00:02,000\n{few}\n");
        let bytes = [text.as_bytes(), b"\xE9\n"].concat();
        let source = Source::decode(&bytes, &Limits::default(), &mut Sink::new()).unwrap();
        assert!(source.text().starts_with(&text), "{few}");
    }
}

#[test]
fn unknown_json_is_called_json() {
    let error = Format::detect(&Source::from_text("{\"a\": 1}")).unwrap_err();
    assert!(error.to_string().contains("JSON"), "{error}");
}

#[test]
fn a_voice_with_a_class_is_a_speaker() {
    let (document, _) = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Bob>Hi\n");
    assert_eq!(said(&document), ["Bob: Hi"]);
}

#[test]
fn unclosed_tags_cost_no_square() {
    for mark in ["<i>a ", "1 < 2 ", "</b>x "] {
        let text = format!("1\n00:00:01,000 --> 00:00:02,000\n{}", mark.repeat(200_000));
        let (document, mut sink) = read(&text);
        let out = Format::by_name("webvtt").unwrap().write(&document, &Default::default(), &mut sink).unwrap();
        assert!(out.len() > 200_000);
    }
}

#[test]
fn names_before_a_text_count_for_its_width() {
    let (document, _) = read(
        "[0:03] Dr. Ada Osei (Harbour Trust): People always ask me that.\n[0:09] Ben Hill: Why?\n[0:12] Dr. Ada Osei (Harbour Trust): Because of the bells.\n",
    );
    let profile = cuekit::Profile::named("default", Some("en")).unwrap();
    let labels = cuekit::format::SpeakerLabels::Change;
    let options = cuekit::CaptionOptions { profile, language: Some("en".into()), labels, ..Default::default() };
    let (captions, summary) = cuekit::caption(document, &options, &mut cuekit::Sink::new());
    let format = cuekit::Format::by_name("srt").unwrap();
    let text = format.write(&captions, &cuekit::WriteOptions::default(), &mut cuekit::Sink::new()).unwrap();
    assert!(text.lines().all(|line| line.chars().count() <= 42), "{text}");
    assert_eq!(summary.over_cpl, 0);
}

#[test]
fn where_full_stops_are_left_out_captions_begin_at_stamps() {
    let mut text = String::new();
    for nth in 0..12 {
        text +=
            &format!("[0:{:02}] and that was when we went on down to the harbour again with all of them so\n", nth * 5);
    }
    let captions = captions(&text);
    let stamped = captions.cues.iter().filter(|cue| cue.timing == cuekit::Timing::Stamped).count();
    assert!(stamped >= 11, "{stamped}");
}

#[test]
fn a_word_that_no_line_holds_is_reported() {
    let (document, _) =
        read("[0:03] See https://example.org/archive/of/the/annual/general/meeting/minutes for it.\n[0:09] Yes.\n");
    let mut sink = Sink::new();
    cuekit::caption(document, &cuekit::CaptionOptions::default(), &mut sink);
    assert_eq!(sink.count("word-cut"), 1);
}

#[test]
fn no_dash_is_put_before_a_dash() {
    let vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Yes.\n\n00:02.000 --> 00:03.000\n<v Ben>- Fine.\n\n\
               00:03.000 --> 00:04.000\n<v Ada>- Yes.</v>\n<v Ben>― No.</v>\n";
    let options = cuekit::WriteOptions { speakers: cuekit::format::SpeakerLabels::Dash, ..Default::default() };
    let srt = Format::by_name("srt").unwrap().write(&read(vtt).0, &options, &mut Sink::new()).unwrap();
    assert!(srt.contains("\n- Fine.\n") && srt.contains("\n- Yes.\n― No.\n"), "{srt}");

    // Two turns of which one has its dash already share no cue.
    let text = "Ada: [0:09] ― Oui.\n\nBen: [0:10] Non.\n\nAda: [0:30] Et puis, la chaise était blanche.\n";
    let (document, mut sink) = read(text);
    let profile = Profile { dialogue: cuekit::Dialogue::Dashed, ..Profile::named("default", Some("fr")).unwrap() };
    let options = CaptionOptions { profile, language: Some("fr".into()), ..Default::default() };
    let (captions, _) = caption(document, &options, &mut sink);
    assert_eq!(said(&captions)[..2], ["Ada: ― Oui.", "Ben: Non."]);
}

#[test]
fn a_sound_that_is_left_out_is_shown_where_it_stands() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\nWell,\n[laughs] yes. [laughs]\n";
    let transcript = "Ada: [0:01] Well, yes. [laughs]\n\nBen: [0:05] (applause) Indeed, I say.\n\nAda: [0:09] So.\n";
    for (text, places) in [(srt, vec![(4, 1), (4, 15)]), (transcript, vec![(1, 24), (3, 13)])] {
        let source = Source::from_text(text);
        let format = Format::detect(&source).unwrap();
        let mut document = format.read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
        let mut sink = Sink::new();
        cuekit::drop_sounds(&mut document, &mut sink);
        let place = |d: &cuekit::Diagnostic| source.position(d.span.clone().unwrap().start);
        let found: Vec<_> = sink.diagnostics().iter().map(place).map(|at| (at.line, at.column)).collect();
        assert_eq!(found, places);
    }
}

#[test]
fn what_stands_alone_behind_stamps_is_said_if_nobody_speaks_below() {
    let named = "Ana:\n[0:01] - Tu viens ?\n\nBen:\n[0:03] - Oui.\n\nAna:\n[0:06] - Bon.\n";
    let (document, _) = read(named);
    assert_eq!(said(&document), ["Ana: - Tu viens ?", "Ben: - Oui.", "Ana: - Bon."]);
    let (document, _) = read("[0:01] - Tu viens ?\n[0:03] - Oui.\n[0:06] - Bon.\n");
    assert_eq!(
        document.cues.iter().map(|cue| cue.text.as_str()).collect::<Vec<_>>(),
        ["- Tu viens ?", "- Oui.", "- Bon."]
    );
    // Below a name there is a text.
    let (document, _) = read("[0:01] - Ana\nTu viens ?\n\n[0:03] - Ben\nOui.\n");
    assert_eq!(said(&document), ["Ana: Tu viens ?", "Ben: Oui."]);
}

/// The cues of an SRT file, written anew and read again.
fn anew(srt: &str) -> (Document<'static>, String) {
    let (document, _) = read(srt);
    let out = Format::by_name("srt").unwrap().write(&document, &Default::default(), &mut Sink::new()).unwrap();
    (read(&out).0, out)
}

#[test]
fn a_tag_without_its_end_swallows_no_words() {
    for (text, plain) in [
        ("<b>c</b d <i>e</i>", "c</b d e"),
        ("<i>One</i two\nlast words", "One</i two\nlast words"),
        ("<i one <b>two</b>", "<i one two"),
        ("<font color=red <b>two</b>", "<font color=red two"),
        ("{b c {i}d{/i}", "{b c d"),
        ("<i >One</i >", "One"),
    ] {
        let srt = format!("1\n00:00:01,000 --> 00:00:02,000\n{text}\n");
        let (document, _) = read(&srt);
        assert_eq!(document.cues[0].text.as_str(), plain);
        assert_eq!(anew(&srt).0.cues[0].text, document.cues[0].text, "{text}");
    }
}

#[test]
fn a_blank_before_three_decimals_takes_nothing_from_them() {
    for (written, millis) in [(", 500", 500), (",  500", 500), (", 50", 50), (",  5", 5), (",500", 500), (",5", 500)] {
        let srt = format!("1\n00:00:09{written} --> 00:00:12{written}\nHi\n");
        let cue = &read(&srt).0.cues[0];
        assert_eq!((cue.start.to_millis(), cue.end.to_millis()), (9000 + millis, 12_000 + millis), "{written}");
    }
}

#[test]
fn balanced_tags_cost_no_square() {
    const COUNT: usize = 100_000;
    for tags in ["<i>a</i>".repeat(COUNT), format!("{}a{}", "<i>".repeat(COUNT), "</i>".repeat(COUNT))] {
        let begun = std::time::Instant::now();
        let document = read(&format!("1\n00:00:01,000 --> 00:00:02,000\n{tags}\n")).0;
        let out = Format::by_name("srt").unwrap().write(&document, &Default::default(), &mut Sink::new()).unwrap();
        assert!(out.contains(&tags));
        assert!(begun.elapsed().as_secs() < 10);
    }
}

#[test]
fn a_second_place_stays() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}Hi {\\an2}there\n";
    let (document, out) = anew(srt);
    assert_eq!((document.cues[0].text.as_str(), out.as_str()), ("Hi there", srt));
}

#[test]
fn text_that_reads_like_a_tag_stays_text() {
    let vtt = |text: &str| format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n");
    for (text, plain) in [
        ("&lt;b>bold&lt;/b>", "<b>bold</b>"),
        ("{b}bold{/b} {\\an8}", "{b}bold{/b} {\\an8}"),
        ("&lt;font color=red>a", "<font color=red>a"),
        ("&lt;i>&lt;/i>a", "<i></i>a"),
        ("&lt;<c.x>b</c>>", "<b>"),
        ("<i>&lt;</i>b>", "<b>"),
        ("&lt;3 &lt;b {x}", "<3 <b {x}"),
    ] {
        let (document, _) = read(&vtt(text));
        let mut sink = Sink::new();
        let srt = Format::by_name("srt").unwrap().write(&document, &Default::default(), &mut sink).unwrap();
        assert_eq!(read(&srt).0.cues[0].text.as_str(), plain, "{srt}");
        assert_eq!(sink.count("srt-markup-defused") == 1, srt.contains("<i></i>"), "{srt}");
    }
    // A tag comes about where the place in it is taken out.
    let (document, srt) = anew("1\n00:00:01,000 --> 00:00:02,000\n<{\\an2}i>Hi\n");
    assert_eq!(document.cues[0].text.as_str(), "<i>Hi", "{srt}");
}

#[test]
fn slips_in_the_end_of_a_cue_are_mended_as_in_its_start() {
    for end in ["04;750", "04 750", "04/750", "04_750", "04,7 50", "04:750", "O4,750", "04,75O", "04,7S0"] {
        let srt = format!("1\n00:00:01,000 --> 00:00:{end}\nHi\n\n2\n00:00:05,000 --> 00:00:06,000\nHo\n");
        let (document, sink) = read(&srt);
        let cue = &document.cues[0];
        if end.ends_with("S0") {
            // No digit looks like it: the letter begins a text.
            assert_eq!((cue.end.to_millis(), cue.text.as_str()), (4700, "S0\nHi"));
            continue;
        }
        assert_eq!((cue.end.to_millis(), cue.text.as_str()), (4750, "Hi"), "{end}");
        assert_eq!((sink.count("clock-repaired"), sink.count("srt-coordinates")), (1, 0), "{end}");
        // What was repaired is written so.
        let source = Source::from_text(&srt);
        let format = Format::by_name("srt").unwrap();
        let document = format.read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
        let out = format.write(&document, &Default::default(), &mut Sink::new()).unwrap();
        assert_eq!(out, srt.replace(&format!("00:00:{end}\n"), "00:00:04,750\n"), "{end}");
    }
    let plain = "1\n00:00:01,000 --> 00:00:02,000 50\nHi\n";
    assert_eq!(read(plain).1.count("srt-coordinates"), 1);
    assert_eq!(read(&plain.replace("50", "Ill")).0.cues[0].text.as_str(), "Ill\nHi");
}

#[test]
fn repairs_of_a_timing_line_are_told() {
    for broken in [
        "2\n00:00:01,000 --> 00:00:02,000\nHi\n\n200:00:03,000 --> 00:00:04,000\nHo\n",
        "1\n00:00:01,000 --> 00:00:02,000\nHi\n\n2\n00:00:03,000 -->\n--> 00:00:04,000\nHo\n",
        "1\n00:00:01,000 --> 00:00:02,000\nHi\n\n2\n00:00:03,000 -->\n00:00:04,000\nHo\n",
        "1\n00:00:01,000 --> 00:00:02,000\nHi\n\n2\n00:00:03,000\n--> 00:00:04,000\nHo\n",
    ] {
        let (document, sink) = read(broken);
        let cue = document.cues.last().unwrap();
        assert_eq!((cue.end.to_millis(), cue.text.as_str()), (4000, "Ho"), "{broken}");
        assert_eq!(sink.count("clock-repaired"), 1, "{broken}");
    }
}

#[test]
fn json_says_in_plain_words_what_is_wrong_with_it() {
    let refused = |text: &str| {
        let source = Source::from_text(text);
        let json = Format::by_name("json").unwrap();
        json.read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap_err().to_string()
    };
    for (text, said) in [
        ("{\"cuekit\": 1, \"cues\": [", "line 1, column 23: this JSON cannot be read: it ends before"),
        ("{\"cuekit\": \"x\"}", "a whole number"),
        ("{\"cuekit\": 1, \"cues\": {}}", "a list"),
        ("{\"cuekit\": 1, \"cues\": [7]}", "an object"),
        ("{\"cuekit\": 1, \"cues\": [{\"start\": 1}]}", "missing field `end`"),
    ] {
        let error = refused(text);
        assert!(error.contains(said) && error.starts_with("line 1"), "{error}");
        assert!(!["u32", "struct", "sequence", "EOF", "Json"].iter().any(|word| error.contains(word)), "{error}");
    }
}

#[test]
fn json_tells_what_it_does_not_know() {
    let cue = |more: &str| format!("{{\"start\": 1, \"end\": 2.5, \"text\": \"Hi\"{more}}}");
    let text = format!(
        "{{\"$schema\": \"x\", \"cuekit\": 1, \"kind\": \"foo\", \"titel\": 1, \"metadata\": {{\"author\": {{}}}}, \
         \"cues\": [{}, {}]}}",
        cue(", \"txt\": 1, \"resolution\": \"rough\""),
        cue(", \"txt\": 2, \"words\": [{\"start\": 1, \"end\": 2, \"text\": \"Hi\", \"p\": 1}]")
    );
    let (document, sink) = read(&text);
    assert_eq!(document.cues[1].words().len(), 1);
    let told: Vec<&str> =
        sink.diagnostics().iter().filter(|d| d.code == "json-field-unknown").map(|d| &*d.message).collect();
    let names = ["cues[].txt; it was left out (2)", "cues[].words[].p;", "metadata.author;", "titel;"];
    assert!(told.len() == 4 && told.iter().zip(names).all(|(told, name)| told.contains(name)), "{told:?}");
    assert_eq!(sink.count("json-value-unknown"), 2);
}

#[test]
fn a_file_without_cues_says_so() {
    assert_eq!(read("WEBVTT\n").1.count("cues-none"), 1);
    assert_eq!(read("{\"cuekit\": 1, \"cues\": []}").1.count("cues-none"), 1);
}

#[test]
fn what_is_changed_of_a_text_is_named() {
    let text = "{\"cuekit\": 1, \"cues\": [{\"start\": -1.5, \"end\": 2, \"text\": \"a --> b\"}]}";
    let mut sink = Sink::new();
    Format::by_name("srt").unwrap().write(&read(text).0, &Default::default(), &mut sink).unwrap();
    let said: Vec<&str> = sink.diagnostics().iter().map(|d| &*d.message).collect();
    assert!(said[0].contains("cue 1") && said[0].contains("1.5"), "{said:?}");
    assert!(said[1].contains("an arrow") && said[1].ends_with("(1 cue)"), "{said:?}");
}

/// A clock that runs backwards left a guess behind its own words, and the cue ran on to the next stamp.
#[test]
fn a_guess_behind_its_words_is_not_shown_too_long() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "[623:00]a\n[623:20]\n[0:00]a\n[622:50] a\n").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_cuekit"))
        .current_dir(folder.path())
        .args(["convert", "a.txt", "--to", "srt"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("00:00:00,000 --> 00:00:00,") || text.contains("00:00:00,000 --> 00:00:01,"), "{text}");
}
