//! Language tags from what the services call a language: `en_us`, `de-de`, `english`.

/// A BCP 47 tag, if this is a language: case as is the custom, names of Whisper turned into codes.
pub(super) fn tag(name: &str) -> Option<String> {
    let name = name.trim().replace('_', "-").to_lowercase();
    if let Some(code) = NAMES.split(' ').filter_map(|pair| pair.split_once(':')).find(|(long, _)| *long == name) {
        return Some(code.1.to_owned());
    }
    let parts: Vec<&str> = name.split('-').collect();
    let language = parts.first().filter(|part| (2..=3).contains(&part.len()))?;
    if !parts.iter().all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())) {
        return None;
    }
    let mut tag = (*language).to_owned();
    for part in &parts[1..] {
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_uppercase()),
            4 if part.as_bytes()[0].is_ascii_alphabetic() => {
                tag.push_str(&part[..1].to_uppercase());
                tag.push_str(&part[1..]);
            }
            _ => tag.push_str(part),
        }
    }
    Some(tag)
}

/// The names OpenAI's service writes for languages (`whisper/tokenizer.py`) and their codes.
const NAMES: &str = "english:en chinese:zh german:de spanish:es russian:ru korean:ko french:fr japanese:ja \
    portuguese:pt turkish:tr polish:pl catalan:ca dutch:nl arabic:ar swedish:sv italian:it indonesian:id hindi:hi \
    finnish:fi vietnamese:vi hebrew:he ukrainian:uk greek:el malay:ms czech:cs romanian:ro danish:da hungarian:hu \
    tamil:ta norwegian:no thai:th urdu:ur croatian:hr bulgarian:bg lithuanian:lt latin:la maori:mi malayalam:ml \
    welsh:cy slovak:sk telugu:te persian:fa latvian:lv bengali:bn serbian:sr azerbaijani:az slovenian:sl kannada:kn \
    estonian:et macedonian:mk breton:br basque:eu icelandic:is armenian:hy nepali:ne mongolian:mn bosnian:bs \
    kazakh:kk albanian:sq swahili:sw galician:gl marathi:mr punjabi:pa sinhala:si khmer:km shona:sn yoruba:yo \
    somali:so afrikaans:af occitan:oc georgian:ka belarusian:be tajik:tg sindhi:sd gujarati:gu amharic:am yiddish:yi \
    lao:lo uzbek:uz faroese:fo pashto:ps turkmen:tk nynorsk:nn maltese:mt sanskrit:sa luxembourgish:lb myanmar:my \
    tibetan:bo tagalog:tl malagasy:mg assamese:as tatar:tt hawaiian:haw lingala:ln hausa:ha bashkir:ba javanese:jv \
    sundanese:su cantonese:yue";

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn tags() {
        let tags = ["en_us", "de-de", "fr", "english", "Cantonese", "cmn-hans-cn", "yue-Hant-HK", "es-419"];
        let wanted = ["en-US", "de-DE", "fr", "en", "yue", "cmn-Hans-CN", "yue-Hant-HK", "es-419"];
        for (name, wanted) in tags.into_iter().zip(wanted) {
            assert_eq!(tag(name).as_deref(), Some(wanted));
        }
        for none in ["", "auto", "multi", "e", "é-fr", "en-"] {
            assert_eq!(tag(none), None, "{none}");
        }
    }
}
