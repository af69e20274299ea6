//! Remarks in brackets that are not speech: `[laughs]`, `(inaudible 00:40:14)`, `[掌声]`, `♪`.

use std::ops::Range;

/// Words that name a sound or a gap, not a person; compared without case, as the first word inside
/// a bracket. English, French, German, Spanish, Chinese, Japanese, Russian.
const SOUNDS: &[&str] = &[
    "applause",
    "audio",
    "background",
    "beep",
    "blank_audio",
    "break",
    "cheering",
    "chuckle",
    "chuckles",
    "chuckling",
    "clapping",
    "clears",
    "cough",
    "coughs",
    "crosstalk",
    "cross-talk",
    "exhales",
    "gasps",
    "inaudible",
    "indiscernible",
    "inhales",
    "laugh",
    "laughs",
    "laughing",
    "laughter",
    "music",
    "noise",
    "no",
    "overlapping",
    "pause",
    "phonetic",
    "ringing",
    "sighs",
    "silence",
    "singing",
    "sings",
    "sniffs",
    "sound",
    "unclear",
    "unintelligible",
    "whispers",
    "whistles",
    "rire",
    "rires",
    "musique",
    "applaudissements",
    "silence",
    "soupir",
    "soupire",
    "bruit",
    "jingle",
    "générique",
    "lachen",
    "lacht",
    "beifall",
    "musik",
    "unverständlich",
    "unv.",
    "geräusch",
    "risas",
    "risa",
    "aplausos",
    "música",
    "silencio",
    "ininteligible",
    "掌声",
    "笑",
    "笑声",
    "音乐",
    "音樂",
    "听不清",
    "拍手",
    "音楽",
    "笑い",
    "смех",
    "аплодисменты",
    "музыка",
    "неразборчиво",
];

/// Whether a would-be name is the word for a sound.
pub(super) fn is_sound_word(name: &str) -> bool {
    let first = name.trim_start_matches(['[', '(', '【', '（', '\\']).split_whitespace().next().unwrap_or("");
    let first = first.trim_end_matches([']', ')', '】', '）', ',', '.', ':', '\\']).to_lowercase();
    let known = SOUNDS.contains(&first.as_str());
    // "No" and "Sound" begin names and sentences too; alone they are no remark.
    known && !matches!(first.as_str(), "no" | "sound" | "audio" | "break" | "background" | "pause" | "music")
        || known && name.split_whitespace().count() == 1 && first != "no"
}

/// The remarks of a text, as byte ranges: bracketed sounds, and runs between `♪`.
pub(crate) fn remarks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains(['[', '(', '【', '（', '♪', '♫']) {
        return found;
    }
    let mut at = 0;
    while let Some(offset) = text[at..].find(['[', '(', '【', '（', '♪', '♫']) {
        let start = at + offset;
        let open = text[start..].chars().next().unwrap_or('[');
        let after = start + open.len_utf8();
        let close: &[char] = match open {
            '[' => &[']'],
            '(' => &[')'],
            '【' => &['】'],
            '（' => &['）'],
            _ => &['♪', '♫', '\n'],
        };
        let end = match text[after..].find(close) {
            Some(length) => {
                let close = text[after + length..].chars().next().map_or(0, char::len_utf8);
                after + length + close
            }
            None if matches!(open, '♪' | '♫') => after,
            None => break,
        };
        if matches!(open, '♪' | '♫') || is_sound_word(&text[start..end]) {
            found.push(start..end);
            at = end;
        } else {
            at = after;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_sounds_from_speech() {
        let text = "Well (laughs) yes. [inaudible 00:40:14] And (geth) too. ♪ la la ♪";
        let found: Vec<&str> = remarks(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["(laughs)", "[inaudible 00:40:14]", "♪ la la ♪"]);
    }
}
