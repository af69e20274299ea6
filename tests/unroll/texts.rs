//! Short texts of our own, line by line, for the generators of rolling captions. Blanks part the words; in the
//! texts without blanks `|` does.

/// Name, and lines parted by `/`.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    (
        "en, kitchen",
        "hi everybody today / we're going to cook / a soup of leeks / first wash the leeks / \
      then cut them small / and put them into / the pot with butter",
    ),
    (
        "en, stutter",
        "I I I think / think we should / should should go / go home now / now now now / \
      because because it / it it is late / late for all of us",
    ),
    (
        "en, no no no",
        "did you eat it / no no no / no no / no no no no / I was at / at the market / no / no / all day long",
    ),
    (
        "en, song",
        "oh the sea the sea / it carries me home / oh the sea the sea / oh the sea the sea / \
      the boats are asleep / and the wind is low / oh the sea the sea / it carries me home / it carries me home / \
      oh the sea the sea / oh the sea the sea / good night",
    ),
    (
        "en, la la",
        "la la la / la la la / we sing in the rain / la la la / la la / la la la la / \
      we dance in the snow / la la la / la la la / and then we go home / la la la",
    ),
    (
        "en, said twice",
        "are you coming / yes / yes / then hurry up / hurry up / we are late / we are late / already / ok / ok",
    ),
    ("en, numbers", "the score is / 3 to 3 / 3 to 4 / 4 to 4 / and now 5 / to 4 at last / what a game"),
    (
        "de, Garten",
        "heute pflanzen wir / die Tomaten ins Beet / die die die / die Erde ist warm / \
      und und und / und der Regen kommt / gießen müssen wir / trotzdem jeden Tag",
    ),
    (
        "de, Lied",
        "kleiner Bach so kühl / läufst du nie müde / kleiner Bach so kühl / trägst du mein Blatt / \
      kleiner Bach so kühl / kleiner Bach so kühl / bis an das Meer / bis an das Meer",
    ),
    (
        "fr, marché",
        "bonjour à tous / nous sommes au marché / il y a des pommes / des poires des poires / \
      et des prunes / des prunes bien mûres / combien combien / deux euros le kilo",
    ),
    (
        "fr, oui",
        "oui / oui oui / oui oui oui / c'est ça / c'est ça oui / je je je / je le savais / \
      il l'a dit hier / et puis voilà",
    ),
    (
        "es, playa",
        "buenos días amigos / hoy vamos a la playa / a la playa / con mi hermana / \
      y y y / y su perro / que corre corre / corre mucho / ¡qué calor! / ¡qué calor!",
    ),
    (
        "it, treno",
        "il treno parte / parte alle nove / alle nove e dieci / dal binario due / due due / \
      no dal tre / dal tre dal tre / signori in carrozza",
    ),
    (
        "pt, chuva",
        "chove chove chove / e eu sem casaco / chove na rua / na rua e no rio / \
      que bom que bom / fico em casa / em casa a ler",
    ),
    (
        "nl, fiets",
        "waar is mijn fiets / mijn fiets is weg / is weg / is hij weg / ja ja / \
      ja hij is weg / hij stond daar net / daar bij het hek",
    ),
    (
        "pl, zima",
        "jest zimno / bardzo bardzo zimno / zimno i biało / biało w lesie / w lesie cicho / \
      cicho cicho / słychać tylko krok / krok za krokiem",
    ),
    (
        "ru, утро",
        "доброе утро / утро утро / сегодня снег / снег и ветер / и и и / и мы идём / \
      идём идём / идём в школу / в школу / до свидания",
    ),
    (
        "el, θάλασσα",
        "καλημέρα σε όλους / η θάλασσα είναι / είναι ήρεμη / ήρεμη ήρεμη / και μπλε / \
      και μπλε / και μπλε σήμερα / πάμε πάμε",
    ),
    (
        "tr, çay",
        "çay hazır mı / hazır hazır / bir bardak daha / bir daha / bir daha / \
      çok çok sıcak / sıcak ama güzel / teşekkür ederim",
    ),
    (
        "ja, 朝",
        "おはよう|ございます / 今日は|とても|寒い|です / とても|とても / 雪が|降って|います / \
      雪が|積もって / はい|はい|はい / はい|では|行きます / 学校|まで|歩いて",
    ),
    ("zh, 茶", "大家|好 / 今天|我们|喝茶 / 喝茶|喝茶 / 先|烧水 / 水|开了|以后 / 好|好|好 / 好|再|等|一下 / 谢谢|大家"),
    (
        "vi, phố",
        "xin chào các bạn / các bạn ơi / đi đi đi / đi chơi phố / phố phố phường / \
      phường đông vui / vui vui vui / vui quá đi thôi",
    ),
];

pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) lines: Vec<Vec<&'static str>>,
    /// What parts words of a line.
    pub(crate) blank: &'static str,
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |&(name, text): &(&'static str, &'static str)| {
        let unspaced = text.contains('|');
        let words = |line: &'static str| -> Vec<&'static str> {
            line.trim().split(if unspaced { '|' } else { ' ' }).filter(|word| !word.is_empty()).collect()
        };
        Sample { name, lines: text.split(" / ").map(words).collect(), blank: if unspaced { "" } else { " " } }
    };
    TEXTS.iter().map(sample).collect()
}
