//! What a tier of a TextGrid is for, and whose it is: people name tiers as they like.

use std::rc::Rc;

use super::Tier;
use crate::model::Timestamp;

/// Whether a label stands for silence.
pub(super) fn is_silence(label: &str) -> bool {
    let label = label.trim().to_lowercase();
    matches!(
        label.as_str(),
        "" | "sil" | "<sil>" | "[sil]" | "sp" | "<sp>" | "<p:>" | "#" | "_" | "pau" | "silence" | "{sl}"
    )
}

/// What a tier is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Speech,
    Words,
    Other,
}

/// What tiers are called that are not called by a speaker.
const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Words,
        &[
            "word", "words", "wd", "wrd", "token", "tokens", "ort", "ort-mau", "mot", "mots", "wort", "wörter",
            "palabra", "palabras", "parola", "parole", "palavras", "单词", "単語", "단어",
        ],
    ),
    (
        Role::Speech,
        &[
            "utterance",
            "utterances",
            "utt",
            "utts",
            "sentence",
            "sentences",
            "phrase",
            "phrases",
            "text",
            "transcript",
            "transcription",
            "trans",
            "speech",
            "ipu",
            "ipus",
            "turn",
            "turns",
            "orthography",
            "orthographic",
        ],
    ),
    (
        Role::Other,
        &[
            "phone",
            "phones",
            "phoneme",
            "phonemes",
            "phon",
            "segment",
            "segments",
            "seg",
            "mau",
            "kan",
            "kan-mau",
            "kas-mau",
            "syllable",
            "syllables",
            "syll",
            "syl",
            "translation",
            "gloss",
            "glosses",
            "note",
            "notes",
            "comment",
            "comments",
            "ipa",
            "pos",
            "lemma",
            "tone",
            "tones",
            "breaks",
            "pitch",
            "音素",
        ],
    ),
];

/// Whose a tier is, and what it is for: by its name, or the end of its name, or by what is in it.
pub(super) fn role(tier: &Tier) -> (Option<Rc<str>>, Role) {
    let count = tier.intervals.len();
    let spaced = tier.intervals.iter().filter(|i| i.label.trim().contains(char::is_whitespace)).count();
    let named = |name: &str| {
        let name = name.trim().to_lowercase();
        let listed = |(_, names): &&(Role, &[&str])| names.contains(&name.as_str());
        NAMES.iter().find(listed).map(|(role, _)| *role)
    };
    let name = tier.name.trim();
    let ends = name
        .rmatch_indices([' ', '-', '_', '/', '.', ':'])
        .take(3)
        .map(|(at, sep)| (&name[..at], &name[at + sep.len()..]));
    let found = named(name)
        .map(|role| ("", role))
        .or_else(|| ends.into_iter().find_map(|(speaker, end)| named(end).map(|role| (speaker, role))));
    let speaker = |name: &str| {
        let name = name.trim_end_matches([' ', '-', '_', '/', '.', ':']).trim();
        (!name.is_empty()).then(|| Rc::from(name))
    };
    match found {
        // A tier that is called "segments" may hold whole sentences all the same.
        Some((name, role)) if spaced * 3 < count || role == Role::Speech => (speaker(name), role),
        Some((name, _)) => (speaker(name), Role::Speech),
        None => {
            let time: Timestamp = tier.intervals.iter().map(|i| i.end - i.start).sum();
            let mean = time.as_secs_f64() / count.max(1) as f64;
            let single = count > 4 && spaced * 10 < count;
            let role = match single {
                true if mean < 0.15 => Role::Other,
                true if mean < 0.8 => Role::Words,
                _ => Role::Speech,
            };
            (speaker(name), role)
        }
    }
}
