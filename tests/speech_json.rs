//! The JSON of the speech services: our samples of each, the shapes a sample cannot show, and broken files.

use std::path::{Path, PathBuf};

use cuekit::{Cue, Document, DocumentKind, Format, ReadOptions, Resolution, Sink, Source, Timestamp, Timing};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/transcripts").join(name)
}

/// Reads a text as the format it is taken for, which must be this one.
#[track_caller]
fn read(text: &str, format: &str) -> (Document<'static>, Sink) {
    let mut sink = Sink::new();
    let source = Source::from_text(text);
    let found = Format::detect(&source).unwrap();
    assert_eq!(found.id, format);
    let document = found.read(&source, &ReadOptions::default(), &mut sink).unwrap().into_owned();
    assert_eq!(document.kind, DocumentKind::Transcript);
    for cue in &document.cues {
        assert!(cue.start <= cue.end);
        assert_eq!(cue.resolution, Resolution::Exact);
        let mut rest = cue.text.as_str();
        for word in cue.words() {
            let at = rest.find(&word.text).unwrap_or_else(|| panic!("{:?} is not in {rest:?}", word.text));
            rest = &rest[at + word.text.len()..];
            assert!(cue.start <= word.start && word.start <= word.end && word.end <= cue.end, "{word:?}");
        }
    }
    (document, sink)
}

/// A cue as one line: `start-end speaker: text`, times in milliseconds.
fn line(document: &Document<'_>, cue: &Cue<'_>) -> String {
    let name = document.speaker_of(cue).map(|name| format!(" {name}:")).unwrap_or_default();
    format!("{}-{}{name} {}", cue.start.to_millis(), cue.end.to_millis(), cue.text.as_str())
}

fn lines(document: &Document<'_>) -> Vec<String> {
    document.cues.iter().map(|cue| line(document, cue)).collect()
}

/// The words of a cue: `text start-end`, times in milliseconds.
fn words(cue: &Cue<'_>) -> Vec<String> {
    let word = |w: &cuekit::Word| format!("{} {}-{}", w.text, w.start.to_millis(), w.end.to_millis());
    cue.words().iter().map(word).collect()
}

/// Reads a sample; each of its cues has as many timed words as `counts` says, which joined are the text
/// unless some word has no time. Gives the first and the last word of all.
#[track_caller]
fn check(name: &str, format: &str, wanted: &[&str], counts: &[usize]) -> (Document<'static>, Sink) {
    let (document, sink) = read(&std::fs::read_to_string(sample(name)).unwrap(), format);
    assert_eq!(lines(&document), wanted);
    assert_eq!(document.cues.iter().map(|cue| cue.words().len()).collect::<Vec<_>>(), counts);
    for cue in document.cues.iter().filter(|cue| !cue.words().is_empty()) {
        assert_eq!((cue.timing, cue.end_timing), (Timing::Stamped, Timing::Stamped));
        if sink.count("speech-untimed-words") == 0 {
            let joined: Vec<&str> = cue.words().iter().map(|word| word.text.as_str()).collect();
            assert_eq!(joined.join(" "), cue.text.as_str());
        }
    }
    (document, sink)
}

#[track_caller]
fn ends(document: &Document<'_>, first: &str, last: &str) {
    let all: Vec<String> = document.cues.iter().flat_map(words).collect();
    assert_eq!((all.first().map(String::as_str), all.last().map(String::as_str)), (Some(first), Some(last)));
}

#[test]
fn aws() {
    let wanted = [
        "500-3860 spk_0: Harbour office, good morning. How can I help?",
        "4590-11020 spk_1: Hello, I've lost a boat. It's blue, it's about twelve feet long, and it was here at 9:30.",
        "11750-15660 spk_0: Sir, I'm looking at it. It's on the roof of the café.",
        "16390-17100 spk_1: Which café?",
    ];
    let (document, sink) = check("29-aws-transcribe.en.json", "aws", &wanted, &[8, 18, 12, 2]);
    ends(&document, "Harbour 500-1010", "café? 16800-17100");
    assert_eq!(document.metadata.other["job"], "harbour-office-call");
    assert!(sink.diagnostics().is_empty());
}

#[test]
fn aws_of_old_and_by_channel() {
    let old = r#"{"jobName": "j", "results": {"language_code": "es-US", "transcripts": [{"transcript": "Hola. ¿Qué?"}],
        "speaker_labels": {"speakers": 2, "segments": [
            {"start_time": "0.94", "end_time": "1.51", "speaker_label": "spk_0",
             "items": [{"start_time": "0.94", "end_time": "1.51", "speaker_label": "spk_0"}]},
            {"start_time": "1.52", "end_time": "1.75", "speaker_label": "spk_1",
             "items": [{"start_time": "1.52", "end_time": "1.75", "speaker_label": "spk_1"}]}]},
        "items": [
            {"start_time": "0.94", "end_time": "1.51", "type": "pronunciation",
             "alternatives": [{"confidence": "0.9", "content": "Hola"}, {"confidence": "0.1", "content": "Ola"}]},
            {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": "."}]},
            {"type": "punctuation", "alternatives": [{"content": "¿"}]},
            {"start_time": "1.52", "end_time": "1.75", "type": "pronunciation", "alternatives": [{"content": "Qué"}]},
            {"type": "punctuation", "alternatives": [{"content": "?"}]}]}, "status": "COMPLETED"}"#;
    let (document, sink) = read(old, "aws");
    assert_eq!(lines(&document), ["940-1510 spk_0: Hola.", "1520-1750 spk_1: ¿Qué?"]);
    assert_eq!(words(&document.cues[1]), ["¿Qué? 1520-1750"]);
    assert_eq!(document.metadata.language.as_deref(), Some("es-US"));
    assert_eq!(sink.count("speech-alternatives"), 1);

    let item = |start: &str, end: &str, text: &str| {
        format!(
            r#"{{"type": "pronunciation", "start_time": "{start}", "end_time": "{end}", "alternatives": [{{"content": "{text}"}}]}}"#
        )
    };
    let channels = format!(
        r#"{{"results": {{"transcripts": [{{"transcript": "a b c"}}], "channel_labels": {{"channels": [
            {{"channel_label": "ch_0", "items": [{}, {}]}}, {{"channel_label": "ch_1", "items": [{}]}}]}}, "items": []}}}}"#,
        item("0.0", "1.0", "one"),
        item("9.0", "9.5", "three"),
        item("3.0", "4.0", "two")
    );
    let (document, _) = read(&channels, "aws");
    assert_eq!(lines(&document), ["0-1000 ch_0: one", "3000-4000 ch_1: two", "9000-9500 ch_0: three"]);
}

#[test]
fn google() {
    let wanted = [
        "500-3300 Speaker 1: Buenos días, ¿está abierta la biblioteca?",
        "4000-8100 Speaker 2: Abre a las diez, pero puede esperar dentro, que hace frío.",
        "8800-12200 Speaker 1: Muchas gracias. ¿Le importa si traigo al perro?",
        "12900-14800 Speaker 2: Si no ladra en poesía, no.",
    ];
    let (document, _) = check("29-google-speech.es.json", "google", &wanted, &[6, 11, 8, 6]);
    ends(&document, "Buenos 500-900", "no. 14600-14800");
    assert_eq!(document.metadata.language.as_deref(), Some("es-ES"));

    let wanted = [
        "12000-15200 Der Zug nach Süden fährt heute von Gleis sieben.",
        "15900-19100 Und er fährt pünktlich, das schreiben wir auf.",
    ];
    let (document, _) = check("29-google-speech-nanos.de.json", "google", &wanted, &[9, 8]);
    ends(&document, "Der 12000-12200", "auf. 18800-19100");
}

#[test]
fn google_without_words_knows_where_results_end() {
    let text = r#"{"name": "1", "done": true, "response": {"@type": "type.googleapis.com/google.cloud.speech.v1.LongRunningRecognizeResponse",
        "results": [{"alternatives": [{"transcript": "eins zwei"}, {"transcript": "eins"}], "resultEndTime": "3.600s"},
                    {"alternatives": [{"transcript": " drei"}], "resultEndTime": "5s"}]}}"#;
    let (document, sink) = read(text, "google");
    assert_eq!(lines(&document), ["0-3600 eins zwei", "3600-5000 drei"]);
    assert_eq!((document.cues[1].timing, document.cues[1].end_timing), (Timing::Interpolated, Timing::Stamped));
    assert_eq!(sink.count("speech-alternatives"), 1);
}

#[test]
fn deepgram() {
    let wanted = [
        "500-4590 Speaker 0: Welcome to the repair café. We'll start with the toaster.",
        "5320-8000 Speaker 1: It smells of fish, but only on Fridays.",
        "8730-11600 Speaker 0: That's very specific. Let's open it up.",
    ];
    let (document, _) = check("29-deepgram.en.json", "deepgram", &wanted, &[10, 8, 7]);
    ends(&document, "Welcome 500-1010", "up. 11430-11600");
    assert_eq!(document.metadata.duration, Some(Timestamp::from_millis(12_400)));
}

#[test]
fn deepgram_without_utterances() {
    let text = r#"{"metadata": {"duration": 9.5}, "results": {"channels": [{"detected_language": "en", "alternatives": [{"transcript": "",
        "words": [{"word": "yes", "start": 0.1, "end": 0.4, "punctuated_word": "Yes."},
                  {"word": "no", "start": 1.1, "end": 1.4, "punctuated_word": "No,"},
                  {"word": "maybe", "start": 4.24, "end": 5.0000001}]}]}]}}"#;
    let (document, _) = read(text, "deepgram");
    assert_eq!(lines(&document), ["100-400 Yes.", "1100-1400 No,", "4240-5000 maybe"]);
    assert_eq!(document.cues[2].end, Timestamp::from_nanos(5_000_000_100));
}

#[test]
fn assemblyai() {
    let wanted = [
        "500-2910 Speaker A: So, what did the goat actually eat?",
        "3640-8167 Speaker B: The minutes. All of them, from 2019 to 2022, and the stapler.",
        "8897-10143 Speaker A: Did anybody object?",
        "10873-13480 Speaker B: We couldn't. There were no minutes.",
    ];
    let (document, _) = check("29-assemblyai.en.json", "assemblyai", &wanted, &[7, 12, 3, 6]);
    ends(&document, "So, 500-673", "minutes. 12973-13480");
    assert_eq!(document.metadata.language.as_deref(), Some("en-US"));
    assert_eq!(document.metadata.duration, Some(Timestamp::from_secs(14)));
}

#[test]
fn assemblyai_that_failed() {
    let text = r#"{"id": "1", "status": "error", "audio_url": "x", "text": null, "words": null, "utterances": null,
        "error": "no audio"}"#;
    let (document, sink) = read(text, "assemblyai");
    assert!(document.cues.is_empty());
    assert_eq!((sink.count("speech-failed"), sink.count("speech-empty")), (1, 1));
}

#[test]
fn speechmatics() {
    let wanted = [
        "500-3850 S1: Guten Abend, hier ist der Wetterdienst der Insel.",
        "4580-6040 S2: Und, gibt es welches?",
        "6770-10880 S1: Ja, morgen früh gibt es Wind, ab mittags gibt es mehr Wind.",
    ];
    let (document, _) = check("29-speechmatics.de.json", "speechmatics", &wanted, &[8, 4, 12]);
    ends(&document, "Guten 500-870", "Wind. 10580-10880");
    assert_eq!(document.metadata.language.as_deref(), Some("de"));
    assert_eq!(document.metadata.duration, Some(Timestamp::from_secs(11)));
}

#[test]
fn speechmatics_entities_and_openings() {
    let word = |text: &str, time: &str| {
        format!(r#"{{"type": "word", {time}, "alternatives": [{{"content": "{text}", "speaker": "UU"}}]}}"#)
    };
    let text = format!(
        r#"{{"format": "2.9", "metadata": {{"transcription_config": {{"language": "es"}}}}, "results": [
        {{"type": "punctuation", "attaches_to": "next", "start_time": 1, "end_time": 1, "alternatives": [{{"content": "¿"}}]}},
        {}, {{"type": "entity", "entity_class": "date", "start_time": 1.5, "end_time": 3, "alternatives": [{{"content": "17 de mayo"}}],
              "written_form": [{}, {}, {}], "spoken_form": [{}]}},
        {{"type": "punctuation", "attaches_to": "previous", "start_time": 3, "end_time": 3, "alternatives": [{{"content": "?"}}]}}],
        "translations": {{"en": [{{"content": "May 17th?"}}]}}}}"#,
        word("El", "\"start_time\": 1, \"end_time\": 1.5"),
        word("17", "\"start_time\": 1.5, \"end_time\": 2"),
        word("de", "\"start_time\": 2, \"end_time\": 2.5"),
        word("mayo", "\"start_time\": 2.5, \"end_time\": 3"),
        word("diecisiete", "\"start_time\": 1.5, \"end_time\": 2"),
    );
    let (document, sink) = read(&text, "speechmatics");
    assert_eq!(lines(&document), ["1000-3000 ¿El 17 de mayo?"]);
    assert_eq!(words(&document.cues[0]), ["¿El 1000-1500", "17 1500-2000", "de 2000-2500", "mayo? 2500-3000"]);
    assert_eq!(sink.count("speech-set-aside"), 1);
}

#[test]
fn rev() {
    let wanted = [
        "500-3360 Speaker 0: Can you describe the painting for the tape?",
        "4090-9730 Speaker 1: It's a horse, and, um, well, <inaudible> behind the horse there is another, smaller horse.",
        "10460-11910 Speaker 0: Is it a good painting?",
    ];
    let (document, sink) = check("29-rev.en.json", "rev", &wanted, &[8, 14, 5]);
    ends(&document, "Can 500-740", "painting? 11340-11910");
    assert!(words(&document.cues[1]).contains(&"horse, 4570-4940".to_owned()), "{:?}", words(&document.cues[1]));
    assert_eq!(sink.count("speech-untimed-words"), 1);
}

#[test]
fn rev_by_hand() {
    let text = r#"{"speakers": [{"id": 0, "name": "Ada"}], "monologues": [{"speaker": 0, "elements": [
        {"type": "text", "value": "It", "timestamp": "00:00:01,030", "end_timestamp": "00:00:01,200"},
        {"type": "punct", "value": " "}, {"type": "punct", "value": "("},
        {"type": "text", "value": "was", "timestamp": "00:00:01,200", "end_timestamp": "00:00:01,500"},
        {"type": "punct", "value": ")"}, {"type": "punct", "value": " - "}, {"type": "punct", "value": "-"}, {"type": "punct", "value": " "}, {"type": "text", "value": "twenty", "timestamp": "00:00:02,000"},
        {"type": "punct", "value": "-"}, {"type": "text", "value": "one", "timestamp": "00:00:02,500"}]}]}"#;
    let (document, _) = read(text, "rev");
    assert_eq!(lines(&document), ["1030-2500 Ada: It (was) - - twenty-one"]);
    assert_eq!(words(&document.cues[0]), ["It 1030-1200", "(was) 1200-1500", "twenty-one 2000-2500"]);
}

#[test]
fn amberscript() {
    let wanted = [
        "500-3640 Balie: Goedemiddag, u spreekt met de fietsenstalling.",
        "4370-7660 spk2: Ik zoek een groene fiets. Er zit een eend op.",
        "8390-9370 Balie: Een echte eend?",
        "10100-10540 spk2: Nu wel.",
    ];
    let (document, _) = check("29-amberscript.nl.json", "amberscript", &wanted, &[6, 10, 3, 2]);
    ends(&document, "Goedemiddag, 500-1270", "wel. 10300-10540");
}

#[test]
fn gentle() {
    let wanted = [
        "800-2720 The lantern burned all night.",
        "3100-7900 Nobody knew who had lit it, and nobody, not even Wystan, put it out.",
    ];
    let (document, sink) = check("29-gentle.en.json", "gentle", &wanted, &[5, 13]);
    ends(&document, "The 800-1040", "out. 7660-7900");
    assert!(!words(&document.cues[1]).iter().any(|word| word.starts_with("Wystan")));
    assert_eq!(sink.count("speech-untimed-words"), 1);
}

#[test]
fn kaldi() {
    let wanted = [
        "500-3240 S0: There is a boat at the end of the garden.",
        "3620-5000 S1: How did it get there?",
        "5380-8790 S0: Nobody knows. It was there when we bought the house.",
    ];
    let (document, _) = check("29-kaldi.en.json", "kaldi", &wanted, &[10, 5, 10]);
    ends(&document, "There 500-870", "house. 8410-8790");
}

#[test]
fn whisper() {
    let wanted = [
        "0-3960 Au fond du couloir, il y a une porte que personne n'ouvre.",
        "4690-8230 Ce n'est pas qu'elle soit fermée : elle est timide.",
        "8960-13550 On frappe, on attend, et au bout d'un moment, elle s'entrebâille.",
    ];
    let (document, sink) = read(&std::fs::read_to_string(sample("29-whisper.fr.json")).unwrap(), "whisper");
    assert_eq!(lines(&document), wanted);
    assert_eq!(document.cues.iter().map(|cue| cue.words().len()).collect::<Vec<_>>(), [12, 9, 11]);
    ends(&document, "Au 0-170", "s'entrebâille. 12640-13550");
    assert_eq!(document.metadata.language.as_deref(), Some("fr"));
    assert!(sink.diagnostics().is_empty(), "{:?}", sink.diagnostics());
}

#[test]
fn whisper_cpp() {
    let text = r#"{"systeminfo": "AVX", "model": {"type": "base"}, "result": {"language": "en"}, "transcription": [
        {"timestamps": {"from": "00:00:00,000", "to": "00:00:02,480"}, "offsets": {"from": 0, "to": 2480}, "text": " Unhappy, no.",
         "tokens": [{"text": "[_BEG_]", "offsets": {"from": 0, "to": 0}, "id": 50363},
                    {"text": " Un", "offsets": {"from": 10, "to": 300}}, {"text": "happy", "offsets": {"from": 300, "to": 900}},
                    {"text": ",", "offsets": {"from": 900, "to": 950}}, {"text": " no", "offsets": {"from": 1000, "to": 1200}},
                    {"text": ".", "offsets": {"from": 1200, "to": 1300}}, {"text": "[_TT_124]", "offsets": {"from": 2480, "to": 2480}}]},
        {"timestamps": {"from": "00:00:02,480", "to": "00:00:04,000"}, "offsets": {"from": 2480, "to": 4000}, "text": " Yes."}]}"#;
    let (document, _) = read(text, "whisper");
    assert_eq!(lines(&document), ["0-2480 Unhappy, no.", "2480-4000 Yes."]);
    assert_eq!(words(&document.cues[0]), ["Unhappy, 10-950", "no. 1000-1300"]);
    assert_eq!(document.metadata.language.as_deref(), Some("en"));
}

#[test]
fn whisper_of_the_service() {
    let text = r#"{"task": "transcribe", "language": "english", "duration": 4.5, "text": "Well, it's 24%. Fine!",
        "segments": [{"id": 0, "start": 0.0, "end": 2.0, "text": " Well, it's 24%."}, {"id": 1, "start": 2.0, "end": 4.5, "text": " Fine!"}],
        "words": [{"word": "Well", "start": 0.1, "end": 0.5}, {"word": "it's", "start": 0.5, "end": 0.9},
                  {"word": "24", "start": 0.9, "end": 2.1}, {"word": "Fine", "start": 2.1, "end": 3.0}]}"#;
    let (document, _) = read(text, "whisper");
    assert_eq!(lines(&document), ["0-2100 Well, it's 24%.", "2000-4500 Fine!"]);
    assert_eq!(words(&document.cues[0]), ["Well, 100-500", "it's 500-900", "24%. 900-2100"]);
    assert_eq!(document.metadata.language.as_deref(), Some("en"));
    assert_eq!(document.metadata.duration, Some(Timestamp::from_millis(4500)));
}

#[test]
fn whisperx_and_hugging_face() {
    let text = r#"{"segments": [{"start": 0.031, "end": 1.5, "text": " In 2019, yes.", "speaker": "SPEAKER_00", "words": [
            {"word": "In", "start": 0.031, "end": 0.2, "score": 0.9, "speaker": "SPEAKER_00"}, {"word": "2019,"},
            {"word": "yes.", "start": 1.1, "end": 1.5, "score": 0.9}]}],
        "word_segments": [{"word": "In", "start": 0.031, "end": 0.2}], "language": "en"}"#;
    let (document, sink) = read(text, "whisper");
    assert_eq!(lines(&document), ["31-1500 SPEAKER_00: In 2019, yes."]);
    assert_eq!(words(&document.cues[0]), ["In 31-200", "yes. 1100-1500"]);
    assert_eq!(sink.count("speech-untimed-words"), 1);

    let text = r#"{"text": " One two.", "chunks": [{"timestamp": [0.0, 2.5], "text": " One"}, {"timestamp": [2.5, null], "text": " two."}]}"#;
    assert_eq!(lines(&read(text, "whisper").0), ["0-2500 One", "2500-2500 two."]);
    let text = r#"{"text": "", "chunks": [{"text": " Au", "timestamp": [0.0, 0.2]}, {"text": " l", "timestamp": [0.2, 0.3]},
        {"text": "ac.", "timestamp": [0.3, 0.5]}, {"text": " Oui", "timestamp": [1.5, 1.9]}]}"#;
    let (document, _) = read(text, "whisper");
    assert_eq!(lines(&document), ["0-500 Au lac.", "1500-1900 Oui"]);
    assert_eq!(words(&document.cues[0]), ["Au 0-200", "lac. 200-500"]);
}

#[test]
fn scripts_without_blanks_are_joined_without() {
    let text = r#"{"segments": [{"start": 0, "end": 2, "text": "我用Python，你呢？", "words": [{"word": "我", "start": 0, "end": 0.5},
        {"word": "用", "start": 0.5, "end": 1}, {"word": "Python，", "start": 1, "end": 1.5}, {"word": "你", "start": 1.5, "end": 1.7},
        {"word": "呢？", "start": 1.7, "end": 2}]}], "language": "zh"}"#;
    let (document, _) = read(text, "whisper");
    assert_eq!(
        words(&document.cues[0]),
        ["我 0-500", "用 500-1000", "Python， 1000-1500", "你 1500-1700", "呢？ 1700-2000"]
    );
    let text = r#"{"results": {"transcripts": [{"transcript": "你好。世界"}], "items": [
        {"type": "pronunciation", "start_time": "0.0", "end_time": "0.5", "alternatives": [{"content": "你好"}]},
        {"type": "punctuation", "alternatives": [{"content": "。"}]},
        {"type": "pronunciation", "start_time": "0.6", "end_time": "1.0", "alternatives": [{"content": "世界"}]}]}}"#;
    let (document, _) = read(text, "aws");
    assert_eq!(lines(&document), ["0-1000 你好。世界"]);
    assert_eq!(words(&document.cues[0]), ["你好。 0-500", "世界 600-1000"]);
}

#[test]
fn podlove() {
    let wanted = [
        "900-3728 Mareike: Hallo und willkommen beim Kellergespräch.",
        "4148-6769 Jost: Wir sitzen diesmal wirklich im Keller.",
        "7189-9810 Mareike: Und deshalb klingt es nach Kartoffeln.",
        "10230-13127 Jost: Es ist 21:30 Uhr, die Kartoffeln schlafen.",
    ];
    check("29-podlove.de.json", "podlove", &wanted, &[0; 4]);
    let grouped = r#"[{"start": "00:00:00.000", "start_ms": 0, "end": "00:00:04.000", "end_ms": 4000, "speaker": "1", "voice": "Eva",
        "items": [{"start": "00:00:00.000", "start_ms": 0, "end": "00:00:02.000", "end_ms": 2000, "text": "Eins."},
                  {"start_ms": 2000, "end_ms": 4000, "text": "Zwei."}]}]"#;
    assert_eq!(lines(&read(grouped, "podlove").0), ["0-2000 Eva: Eins.", "2000-4000 Eva: Zwei."]);
    let plain = r#"[{"start": 0.018, "end": 13.095, "text": "Today's show."}]"#;
    assert_eq!(lines(&read(plain, "podlove").0), ["18-13095 Today's show."]);
}

#[test]
fn word_lists() {
    let hyperaudio = r#"{"words": [{"start": 0.1, "end": 0.4, "text": "Hello."}, {"start": 0.5, "end": 0.9, "text": "Hi."},
        {"start": 1.0, "end": 1.2, "text": "So"}], "paragraphs": [{"speaker": "Ada", "start": 0.1, "end": 0.4},
        {"speaker": "Ben", "start": 0.5, "end": 1.2}]}"#;
    assert_eq!(lines(&read(hyperaudio, "words").0), ["100-400 Ada: Hello.", "500-1200 Ben: Hi. So"]);
    let bare =
        r#"[{"word": " On", "start": 0, "end": 0.3, "probability": 0.9}, {"word": " dit", "start": 0.3, "end": 0.6}]"#;
    assert_eq!(lines(&read(bare, "words").0), ["0-600 On dit"]);
    let vosk = r#"{"result": [{"conf": 1.0, "end": 1.11, "start": 0.84, "word": "one"}], "text": "one"}"#;
    assert_eq!(lines(&read(vosk, "words").0), ["840-1110 one"]);
}

#[test]
fn no_recording_becomes_one_cue() {
    let word = |n: usize| format!(r#"{{"word": "w{n}", "start": {}.0, "end": {}.9}}"#, n, n);
    let list = format!("[{}]", (0..600).map(word).collect::<Vec<_>>().join(","));
    let (document, _) = read(&list, "words");
    assert!(document.cues.len() >= 10, "{}", document.cues.len());
    assert!(document.cues.iter().all(|cue| cue.duration() <= Timestamp::from_secs(62)));
}

#[test]
fn a_bad_file_is_refused_with_its_place() {
    let source =
        Source::from_text("{\"monologues\": [\n{\"speaker\": 0, \"elements\": [{\"type\": \"text\", \"value\": 7}]}]}");
    let format = Format::detect(&source).unwrap();
    assert_eq!(format.id, "rev");
    let error = format.read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap_err();
    assert_eq!(error.position().map(|place| place.line), Some(2));
}

#[test]
fn nobody_elses_json_is_taken() {
    for text in [
        r#"{"name": "package", "version": "1.0", "scripts": {"test": "x"}}"#,
        r#"{"results": [{"alternatives": [{"timestamps": [["a", 0.1, 0.2]], "transcript": "a "}], "final": true}], "result_index": 0}"#,
        r#"{"text": "a string with \"words\": [{\"start\": 0, \"text\": \"x\"}] in it"}"#,
        r#"[{"title": "Intro", "start": 0}]"#,
        "[]",
        "{}",
    ] {
        let found = Format::detect(&Source::from_text(text)).map(|format| format.id).unwrap_or("none");
        assert!(["none", "transcript"].contains(&found), "{found}: {text}");
    }
}

#[test]
fn no_prefix_of_a_sample_panics() {
    let mut samples = 0;
    for entry in std::fs::read_dir(sample("")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        samples += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        let step = (text.len() / 500).max(1);
        for end in (0..=text.len()).step_by(step).filter(|&end| text.is_char_boundary(end)) {
            // What is cut off inside a string, a number, a list; closed again, too, so that it is read.
            for tail in ["", "\"}]}", "}]}", "0}]}]}", "]}}", "}]}]}]}"] {
                let source = Source::from_text(format!("{}{tail}", &text[..end]));
                let _ = Format::detect(&source).map(|format| {
                    format.read(&source, &ReadOptions::default(), &mut Sink::new()).map(Document::into_owned)
                });
            }
        }
    }
    assert!(samples >= 12);
}
