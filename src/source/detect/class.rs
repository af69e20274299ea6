//! What a character is to the detector of encodings: its script and case, or the kind of mark it is; what
//! it costs by itself; and what it costs to stand behind another.
//!
//! Costs are bits: a sum of them is the negative logarithm of how likely a text is. A wrong encoding shows
//! capitals inside words, letters of two scripts side by side, closing quotes before words.

/// A script that has languages of its own here, or all the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Hebrew,
    Arabic,
    Thai,
    /// Han, kana and hangul, which one text may mix.
    Asian,
    /// Scripts that no legacy encoding but gb18030 has.
    Other,
}

/// How many scripts there are.
pub(super) const SCRIPTS: usize = 8;

/// What stands beside what is asked of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Blank,
    /// Digits and punctuation that may stand on both sides of a word.
    Edge,
    LatinLower,
    LatinUpper,
    CyrillicLower,
    CyrillicUpper,
    GreekLower,
    GreekUpper,
    Hebrew,
    Arabic,
    Thai,
    Asian,
    OtherLetter,
    /// Combining marks of Latin letters: windows-1258 writes Vietnamese tones with them.
    Mark,
    Apostrophe,
    /// Quotes and marks that open.
    Open,
    /// Quotes on the line, which only open.
    Low,
    /// Quotes and marks that close, or end.
    Close,
    Dash,
    Symbol,
    /// What running text does not have: box drawing, control characters, what no byte stands for.
    Odd,
}

/// How many classes there are.
pub(super) const CLASSES: usize = Class::Odd as usize + 1;

impl Class {
    const ALL: [Class; CLASSES] = {
        use Class::*;
        [
            Blank,
            Edge,
            LatinLower,
            LatinUpper,
            CyrillicLower,
            CyrillicUpper,
            GreekLower,
            GreekUpper,
            Hebrew,
            Arabic,
            Thai,
            Asian,
            OtherLetter,
            Mark,
            Apostrophe,
            Open,
            Low,
            Close,
            Dash,
            Symbol,
            Odd,
        ]
    };

    /// The script of a letter.
    pub(super) const fn script(self) -> Option<Script> {
        Some(match self {
            Class::LatinLower | Class::LatinUpper | Class::Mark => Script::Latin,
            Class::CyrillicLower | Class::CyrillicUpper => Script::Cyrillic,
            Class::GreekLower | Class::GreekUpper => Script::Greek,
            Class::Hebrew => Script::Hebrew,
            Class::Arabic => Script::Arabic,
            Class::Thai => Script::Thai,
            Class::Asian => Script::Asian,
            Class::OtherLetter => Script::Other,
            _ => return None,
        })
    }

    /// Whether most of the class is ASCII.
    pub(super) const fn is_ascii(self) -> bool {
        matches!(self, Class::Blank | Class::Edge | Class::LatinLower | Class::LatinUpper)
    }

    const fn is_lower(self) -> bool {
        matches!(self, Class::LatinLower | Class::CyrillicLower | Class::GreekLower)
    }

    pub(super) const fn is_upper(self) -> bool {
        matches!(self, Class::LatinUpper | Class::CyrillicUpper | Class::GreekUpper)
    }
}

/// What an ASCII character costs: about the same in every language that has it.
pub(super) const ASCII: i32 = 4;

/// The cost of each class behind each other, none of them below zero, at `first * CLASSES + second`.
pub(super) static PAIRS: [i8; CLASSES * CLASSES] = {
    let mut pairs = [0; CLASSES * CLASSES];
    let mut at = 0;
    while at < pairs.len() {
        pairs[at] = pair(Class::ALL[at / CLASSES], Class::ALL[at % CLASSES]);
        at += 1;
    }
    pairs
};

const fn pair(first: Class, second: Class) -> i8 {
    use Class::*;
    match (first.script(), second.script()) {
        (Some(a), Some(b)) if a as u8 == b as u8 => {
            if first.is_lower() && second.is_upper() {
                9
            } else {
                0
            }
        }
        // A Japanese or Chinese text may name a thing in Latin letters without a blank.
        (Some(Script::Asian), Some(Script::Latin)) | (Some(Script::Latin), Some(Script::Asian)) => 5,
        (Some(_), Some(_)) => 14,
        (None, Some(_)) => match (first, second) {
            (_, Mark) => 8,
            (Odd, _) => 4,
            (Symbol, _) => 3,
            (Close, _) => 4,
            (Dash, _) => 2,
            (Apostrophe, _) if second.is_upper() => 2,
            _ => 0,
        },
        (Some(_), None) => match second {
            Odd => 4,
            Symbol => 3,
            // German and Polish quotes close with what opens elsewhere.
            Open => 2,
            Low => 6,
            // Often between words without a blank, more often with.
            Dash => 2,
            _ => 0,
        },
        (None, None) => match (first, second) {
            (Blank, Apostrophe | Close) => 3,
            (Open | Low, Blank) => 3,
            (Apostrophe, Blank) => 1,
            _ => 0,
        },
    }
}

/// The class of an ASCII byte.
pub(super) const fn ascii(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' => Class::LatinLower,
        b'A'..=b'Z' => Class::LatinUpper,
        b' ' | b'\t' | b'\n' | b'\r' => Class::Blank,
        0..=0x1F | 0x7F => Class::Odd,
        _ => Class::Edge,
    }
}

/// The class of a character, and its cost in bits; a letter's cost is its language's to tell.
pub(super) fn of(c: char) -> (Class, u8) {
    match TABLE.get(c as usize) {
        Some(&known) => known,
        // Most of what is looked at is of these.
        None if matches!(c, '\u{4E00}'..='\u{9FFF}' | '가'..='힣') => (Class::Asian, 0),
        None => find(c),
    }
}

/// The alphabets of Europe, which every encoding of one byte is asked for, ready to be looked up.
static TABLE: [(Class, u8); 0x600] = {
    let mut table = [(Class::Odd, 0); 0x600];
    let mut at = 0;
    while at < table.len() {
        if let Some(c) = char::from_u32(at as u32) {
            table[at] = find(c);
        }
        at += 1;
    }
    table
};

const fn find(c: char) -> (Class, u8) {
    use Class::*;
    match c {
        '\0'..='\x7F' => (ascii(c as u8), ASCII as u8),
        '\u{80}'..='\u{9F}' => (Odd, 18),
        '\u{A0}' => (Blank, 9),
        '’' => (Apostrophe, 8),
        '“' | '«' => (Open, 8),
        '¿' | '¡' | '‘' => (Open, 9),
        '‹' => (Open, 12),
        '„' => (Low, 8),
        '‚' => (Low, 12),
        '”' | '»' | '…' => (Close, 8),
        '›' => (Close, 12),
        '–' | '—' => (Dash, 8),
        '―' => (Dash, 10),
        '♪' => (Edge, 9),
        'ª' | 'º' | '°' | '€' | '£' | '•' => (Symbol, 11),
        '©' | '®' | '™' | '§' | '½' | '¼' | '¾' | '×' | '÷' | '±' | '²' | '³' | '₪' => (Symbol, 12),
        '·' => (Edge, 11),
        '¢' | '¥' | 'µ' | '¶' | '†' | '‰' | '\u{AD}' | '₫' | '฿' | '№' => (Symbol, 13),
        '\u{200C}'..='\u{200F}' => (Symbol, 10),
        '\u{300}'..='\u{36F}' => (Mark, 0),
        'À'..='Ö' | 'Ø'..='Þ' | 'Ÿ' => (LatinUpper, 0),
        'ß'..='ö' | 'ø'..='ÿ' | 'ĸ' | 'ŉ' | 'ſ' => (LatinLower, 0),
        // Capitals and small letters take turns; where there is no language of ours it does not matter.
        'Ĺ'..='ň' | 'Ź'..='ž' | 'ư' | 'Ư' | 'Ǎ'..='ǜ' => {
            (if c as u32 & 1 == 1 { LatinUpper } else { LatinLower }, 0)
        }
        '\u{100}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => (if c as u32 & 1 == 0 { LatinUpper } else { LatinLower }, 0),
        'Ά' | 'Έ'..='Ώ' | 'Α'..='Ϋ' => (GreekUpper, 0),
        'ΐ' | 'ά'..='ώ' => (GreekLower, 0),
        'Ѐ'..='Я' => (CyrillicUpper, 0),
        'а'..='џ' => (CyrillicLower, 0),
        '\u{460}'..='\u{481}' | '\u{48A}'..='\u{52F}' => {
            (if c as u32 & 1 == 0 { CyrillicUpper } else { CyrillicLower }, 0)
        }
        '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C2}' | 'א'..='ת' => (Hebrew, 0),
        '،' | '؛' | '؟' | 'ء'..='\u{652}' | '٠'..='٩' | '\u{66E}'..='\u{6D3}' => (Arabic, 0),
        '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E5B}' => (Thai, 0),
        '、' | '。' | '，' | '？' | '！' => (Edge, 6),
        '「' | '」' | '『' | '』' | '・' | '：' | '（' | '）' | '《' | '》' | '～' | '〜' | '；' | '\u{3000}'
        | '．' => (Edge, 9),
        '０'..='９' | '＂'..='／' | '【' | '】' | '〈' | '〉' | '‥' | '♫' | '♬' => (Edge, 11),
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '々' | '\u{4E00}'..='\u{9FFF}' | '가'..='힣' => (Asian, 0),
        '\u{900}'..='\u{DFF}' | '\u{E80}'..='\u{1CFF}' => (OtherLetter, 0),
        '\u{FFFD}' => (Odd, 25),
        '\u{E000}'..='\u{F8FF}' => (Odd, 22),
        '\u{FF61}'..='\u{FF9F}' => (Odd, 12),
        _ => (Odd, 15),
    }
}
