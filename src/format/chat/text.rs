//! From CHAT's notation to what was said: codes in brackets, scopes, fillers, events, terminators
//! (CHAT manual, chapters 8 to 10).

/// What was said in a stretch of an utterance, and how many codes were left out.
pub(super) fn plain(written: &str) -> (String, usize) {
    let mut out = String::new();
    let mut dropped = 0;
    let mut rest = written;
    // A bracket that none closes is looked for once.
    let mut closed = true;
    while let Some(start) = rest.find(|c: char| !c.is_whitespace() && !matches!(c, '<' | '>')) {
        rest = &rest[start..];
        let code = rest.strip_prefix('[').filter(|_| closed).map(|rest| rest.split_once(']'));
        closed &= code != Some(None);
        if let Some(Some((code, after))) = code {
            // `[=! laughing]` is heard; the other codes speak about the words before them.
            match code.strip_prefix("=!") {
                Some(sound) => push(&mut out, &format!("[{}]", sound.trim())),
                None => dropped += 1,
            }
            rest = after;
            continue;
        }
        let ends = |(at, c): (usize, char)| {
            (c.is_whitespace() || matches!(c, '<' | '>') || (at > 0 && c == '[')).then_some(at)
        };
        let end = rest.char_indices().find_map(ends).unwrap_or(rest.len());
        // `+<` begins an utterance that overlaps the one before.
        let end = if &rest[..end] == "+" && rest[end..].starts_with('<') { end + 1 } else { end };
        if !token(&rest[..end], &mut out) {
            dropped += 1;
        }
        rest = &rest[end..];
    }
    (out, dropped)
}

/// Takes a token in; false if it is a code that was left out.
fn token(token: &str, out: &mut String) -> bool {
    if let Some(event) = token.strip_prefix("&=") {
        push(out, &format!("[{}]", event.replace([':', '_'], " ")));
        return true;
    }
    if token.starts_with("&*") || (token.starts_with('0') && !token.contains(|c: char| c.is_ascii_digit() && c != '0'))
    {
        // Somebody else's word inside the utterance, or a word that was not said.
        return false;
    }
    if token.starts_with('(')
        && token.ends_with(')')
        && token.bytes().all(|b| matches!(b, b'(' | b')' | b'.' | b':' | b'0'..=b'9'))
    {
        return false;
    }
    if let Some(ending) = token.strip_prefix('+') {
        match ending {
            "..." => push(out, "…"),
            "..?" => push(out, "…?"),
            "!?" => push(out, "!?"),
            "/." | "//." => push(out, "—"),
            "/?" | "//?" | "//??" => push(out, "?"),
            "\"/." | "\"." | "." => push(out, "."),
            _ => return false,
        }
        return true;
    }
    if matches!(token, "‡" | "„") {
        push(out, ",");
        return true;
    }
    let word = token.strip_prefix('&').map_or(token, |filler| filler.trim_start_matches(['-', '+', '~']));
    let word = word.split('@').next().unwrap_or(word);
    let mut said = String::with_capacity(word.len());
    let mut before = None;
    for c in word.chars() {
        match c {
            '_' => said.push(' '),
            // `(be)cause` is a word cut short, `no:` one drawn out.
            '(' | ')' | '^' | '↑' | '↓' | '≠' | 'ˈ' | 'ˌ' => {}
            ':' if before.is_some_and(char::is_alphabetic) => {}
            c => said.push(c),
        }
        before = Some(c);
    }
    push(out, said.trim());
    true
}

/// Appends a word, punctuation without a blank.
fn push(out: &mut String, word: &str) {
    let mark = word.chars().all(|c| matches!(c, '.' | ',' | '?' | '!' | ';' | '…' | '—'));
    if !out.is_empty() && !mark && !word.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_was_said() {
        let cases = [
            ("dat duck gone .", "dat duck gone."),
            ("in de [: the] hat .", "in de hat."),
            ("<that is> [/] that is a very\n\tpatient duck .", "that is that is a very patient duck."),
            ("&-um it's my hat .", "um it's my hat."),
            ("xxx duck now . [+ imp]", "xxx duck now."),
            ("&=laughs (be)cause no: (.) 0is T_V doggie@c +...", "[laughs] because no T V doggie…"),
            ("+< well [=! laughing] go +/.", "well [laughing] go—"),
            ("at 5:30 <a[* f]", "at 5:30 a"),
            ("0 .", "."),
            ("[", "["),
        ];
        for (written, said) in cases {
            assert_eq!(plain(written).0, said, "{written}");
        }
        assert_eq!(plain("in de [: the] hat (.)").1, 2);
    }
}
