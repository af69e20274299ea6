//! Words for what is heard and is no speech, by language: one table, asked by `remark`.

/// The words of a language, in lower case.
struct Language {
    /// Name a sound or a gap wherever they begin or end what a bracket holds.
    sure: &'static str,
    /// Name a sound when nothing but sounds and their sources stands beside them; else they may be speech.
    unsure: &'static str,
    /// What makes a sound, and how it sounds.
    beside: &'static str,
    /// Nobody describes a sound with these: what holds them is said in passing.
    speech: &'static str,
    /// Begin what is said in passing, or an editor's word in the middle of a sentence.
    opening: &'static str,
}

/// English, French, German, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Russian, Arabic.
const LANGUAGES: &[Language] = &[
    Language {
        sure: "applause applauds blank_audio barking barks beep beeping beeps burps cackles chatter chattering \
               cheering chuckle chuckles chuckling chirping clapping claps cough coughing coughs creaks cries \
               crosstalk cross-talk crying exhales footsteps gasp gasping gasps giggle giggles giggling groan \
               groaning groans growls grunt grunting grunts gunfire gunshot gunshots hiccups hisses hums humming \
               inaudible indiscernible indistinct inhales knocking knocks laugh laughing laughs laughter meows \
               moans moaning murmuring murmurs noise noises pants pause phonetic ringing ringtone roars rumbling \
               rustling screaming screams shatters shrieks sigh sighing sighs singing sings siren sirens \
               slams sneezes sniffing sniffles sniffs snores snoring sobbing sobs squeals squeaks thuds \
               unintelligible wailing whimpers whispering whispers whistles whistling whooping yawning yawns yells \
               panting scrapes scraping snickers snickering slurps slurping typing vibrates vibrating applauding \
               squeaking creaking clattering clatters rustles thumps whirring sputters pops",
        unsure: "thunder silence alarm audio background bark bell bells break buzz buzzes buzzing chime chimes \
                 chirps cheers clear \
                 clears click clicks explosion honks horn jingle knock music overlapping plays playing ring rings \
                 rumbles screech screeches shouting shouts sound sounds speaking static swallows swells talking \
                 unclear blows patters tolls howls roar thud bang cheer scream whisper cry",
        beside: "all and audience baby bird birds both car crowd deep deeply distant distance dog dogs door \
                 dramatic engine faint gentle glass heavily he her his in indistinctly light lively long loud \
                 loudly man men muffled no nervously of on offscreen off-screen ominous outside people phone quiet \
                 quietly sad she short soft softly somber suspenseful the then they throat together tires upbeat \
                 voice voices wind with woman women cell camera train horn heart chair floor fire tense horse into \
                 up down at away slowly to",
        speech: "i i'm i've i'd i'll you you're your we we're my our is isn't are was were that's it's would have \
                 had has be been do don't did can could should",
        opening: "and but or so which who if because as what when not a an the for see",
    },
    Language {
        sure: "rire rires rit rient ricane éclats éternue éternuements ronfle ronflements applaudissement \
               applaudissements soupir soupirs soupire \
               soupirent bruit bruits brouhaha inintelligible toux tousse hurlements gémit gémissements sanglots \
               sanglote sonnerie chuchote chuchotements sifflements aboiements grognements renifle détonation \
               grincement grincements gémissement klaxon chuchotement hennissement hennissements \
               claquement claquements acclamations rugissement hoquet",
        unsure: "tonnerre musique cris crie générique pleure pleurs sonne claque frappe chante aboie siffle coup coups \
                 explosion vent pluie cri sifflement sirène tirs respire",
        beside: "au aux de des du elle elles il ils la le les loin nerveux public porte téléphone douce forte et \
                 se on chien feu d'un d'une deux chat bébé moteur portière voiture oiseaux entraînante",
        speech: "je j'ai tu nous vous c'est est était suis sont ont",
        opening: "mais ou donc et car un une que qui",
    },
    Language {
        sure: "lachen lacht gelächter beifall applaus applaudiert seufzt seufzen seufzer unverständlich unv \
               geräusch geräusche klingelt klingeln räuspert räuspern bellt bellen gebell gezwitscher klopfgeräusche \
               miauen wiehern hustet husten \
               schluchzt schluchzen stöhnt stöhnen schnarcht gähnt kichert kichern klopft klopfen schritte \
               schüsse jubel kreischen kreischt quietschen grollen schluckt keucht keuchen wiehert miaut piept \
               piepen hupt hupen donnergrollen",
        unsure: "donner stille musik pfeift schreit weint weinen singt knallt quietscht lautlos schreie flüstert \
                 atmet vibriert \
                 explosion schuss schrei knall sirene wind regen summt brummt",
        beside: "das der die er es hund im laut laute leise leises leiser publikum sich sie tür telefon ruhige \
                 hintergrund und schwer handy motor auto spannende dramatische heftig katze vögel",
        speech: "ich du wir ihr ist sind war waren mein meine dein habe haben hat",
        opening: "und aber oder weil denn ein eine was wenn nicht",
    },
    Language {
        sure: "risa risas ríe ríen carcajada carcajadas aplauso aplausos suspira suspiro suspiros ininteligible \
               inaudible ladra ladran ladrando maullido ladrido ladridos solloza sollozos gruñe gruñidos ronquidos \
               estornuda jadea \
               disparos carraspea sollozo ronquido trueno gemido gemidos gime crujido crujidos relincho maúlla \
               bosteza jadeos",
        unsure: "silencio música suena golpes gritos grita llora llanto pasos tose tos ruido canta susurra inteligible \
                 timbre disparo sirena explosión bocina susurros grito lluvia viento motor",
        beside: "el la los las en de del y se un teléfono puerta suave fondo público perro ella él ambos fuerte \
                 gato coche bebé gente dramática alegre",
        speech: "yo tú está están eres fue era somos soy mi nosotros",
        opening: "y pero o porque una que si no",
    },
    Language {
        sure: "risata risate ridono ridacchia applauso applausi sospira sospiro sospiri incomprensibile inudibile \
               squilla tossisce rumore rumori singhiozza singhiozzi sbadiglia starnutisce abbaia brusio \
               scricchiolio gemito gemiti geme tuono tuoni singhiozzo miagola russa brontolio ansima",
        unsure: "musica ride piange silenzio passi grida urla canta bussano suona fischia spari pausa campanello \
                 esplosione clacson sirena sussurri sussurra colpi sparo fischio urlo pianto pioggia vento",
        beside: "il lo la i le in di e telefono porta sottofondo cane pubblico campanello leggera lontananza lui \
                 lei gatto bambino auto allegra tesa",
        speech: "io è sei siamo siete ero mio sono",
        opening: "e ma o perché che un una non se",
    },
    Language {
        sure: "risos risada risadas gargalhada gargalhadas suspiros inaudível ininteligível incompreensível tosse \
               latidos soluça soluços rangido rangidos latido aplaude espirra boceja ruído ruídos trovão trovões \
               gemido gemidos geme ronco \
               roncos mia relincha ofega",
        unsure: "ri riem toca choro chora silêncio gritos passos bate canta grita barulho batidas explosão buzina \
                 sirene sussurro sussurra tiro tiros grito chuva vento palmas",
        beside: "o a os as em de do da e telefone porta ao fundo animada suave cachorro público ele ela se na no \
                 cão carro gato bebê alto",
        speech: "eu você está estava foi sou somos meu minha não",
        opening: "e mas ou porque que um uma se",
    },
    Language {
        sure: "gelach lachend applaus zucht zuchten onverstaanbaar hoest gejuich rinkelt geklop gesnik \
               snikt gegil blaft geblaf geluid geluiden grinnikt snuift fluistert gefluister kreunt gekreun \
               geschreeuw gehuil donder hinnikt miauwt piept hijgt gerinkel geritsel",
        unsure: "stilte muziek huilt zingt fluit klopt gaat gaapt schreeuwt voetstappen deurbel sirene explosie schot \
                 schoten wind regen bel",
        beside: "de het hij zij ze in een telefoon deur hard zachte vrolijke hond publiek achtergrond en op kat \
                 auto baby spannende rustige zwaar",
        speech: "ik jij je wij we is was zijn ben mijn heb",
        opening: "en maar of want omdat een dat niet van",
    },
    Language {
        sure: "skratt skrattar applåd applåder suckar suck ohörbart hostar skäller snyftar snyftningar fnissar \
               stönar nyser snarkar gäspar harklar tystnad sorl fotsteg smäller knarrar viskar stönande åska fniss \
               harkling gnäggar jamar flämtar mummel",
        unsure: "musik spelas ringer jubel knackar gråter skriker sjunger visslar skott ljud explosion sirener \
                 skrik gråt dörrklocka regn vind dunsar",
        beside: "telefonen hunden dörren han hon de i en sig bakgrunden publiken lugn och det på katten bilen \
                 barnet dramatisk tung",
        speech: "jag du vi är var min din har",
        opening: "och men eller för att som en ett inte från",
    },
    Language {
        sure: "śmiech śmiechy śmieje śmieją oklaski brawa wzdycha westchnienie niezrozumiałe niesłyszalne kaszle \
               kaszel szczeka szczekanie szlocha szloch chichocze ziewa kicha chrapie pukanie hałas chrząka \
               chrząknięcie szepcze szept szepty jęczy jęk jęki grzmot skrzypienie skrzypi miauczy warczy dyszy \
               brzęk stukot",
        unsure: "muzyka dzwoni dzwonek cisza krzyk krzyki krzyczy płacze płacz kroki śpiewa gwiżdże strzały puka \
                 wybuch syrena wystrzał huk deszcz wiatr gwizd dzwony",
        beside: "się on ona telefon drzwi do w tle spokojna pies publiczność cicha głośno kot drzwiach drzwiami \
                 publiczności samochód wesoła",
        speech: "ja ty my jest był była są mój moja jestem mam",
        opening: "i ale lub bo że który nie ten ta",
    },
    Language {
        sure: "смех смеётся смеется смеются хохот аплодисменты вздыхает вздох неразборчиво неслышно кашляет кашель \
               стук лай всхлипывает рыдает рыдания стонет хихикает зевает чихает храпит усмехается шум скрип \
               скрежет скрипит стоны стон шёпот шепот шорох грохот мяукает рычит ржёт гудок гул всхлипы лает \
               стучит",
        unsure: "музыка звонит звонок тишина крик крики кричит плачет плач шаги поёт поет свистит выстрел выстрелы \
                 пауза взрыв сирена свист шепчет ветер дождь щелчок играет",
        beside: "в на за он она они телефон дверь тихая громко собака собак зал фоне весёлая грустная двери зале \
                 кот машина машины напряжённая",
        speech: "я ты мы вы это был была было мой моя есть",
        opening: "и а но или потому что который не",
    },
    Language {
        sure: "ضحك يضحك تضحك يضحكون ضحكات خطوات تصفيق تنهد يتنهد تتنهد سعال يسعل تسعل همهمة شهقة نحيب همس يهمس تهمس \
               ضجيج \
               قهقهة شخير",
        unsure: "موسيقى صمت صراخ يبكي تبكي بكاء صوت طرق رنين مسموع واضح مفهوم انفجار رعد نباح طلق نار إطلاق",
        beside: "غير هادئة الهاتف الباب على في هاتف باب الجمهور حار كلب خفيفة",
        speech: "أنا أنت نحن هو هي كان",
        opening: "و لكن أو",
    },
];

/// Words of Chinese, Japanese and Korean: no blanks part them.
const UNSPACED: &[&str] = &[
    "掌声",
    "掌聲",
    "鼓掌",
    "笑",
    "笑声",
    "笑聲",
    "大笑",
    "音乐",
    "音樂",
    "听不清",
    "聽不清",
    "叹气",
    "打喷嚏",
    "喷嚏",
    "打嗝",
    "哈欠",
    "嘆氣",
    "咳嗽",
    "哭声",
    "哭聲",
    "沉默",
    "拍手",
    "喝采",
    "音楽",
    "笑い",
    "笑い声",
    "足音",
    "物音",
    "雷鳴",
    "銃声",
    "悲鳴",
    "泣き声",
    "咳",
    "せきばらい",
    "くしゃみ",
    "脚步声",
    "枪声",
    "槍聲",
    "雷声",
    "哭泣",
    "尖叫",
    "울음",
    "비명",
    "발소리",
    "총성",
    "하품",
    "ため息",
    "溜息",
    "歓声",
    "咳払い",
    "沈黙",
    "電話のベル",
    "聞き取れず",
    "聞き取り不能",
    "不明瞭",
    "웃음",
    "박수",
    "음악",
    "한숨",
    "기침",
    "침묵",
    "환호",
    "흐느낌",
];

/// Ends of longer words and phrases that name a sound.
const TAILS: &[&str] = &[
    "geräusch",
    "geräusche",
    "gelächter",
    "musik",
    "klingel",
    "klingeln",
    "grollen",
    "gebell",
    "gezwitscher",
    "klopfen",
    "ljud",
    "skratt",
    "geluid",
    "geluiden",
    "muziek",
];
const UNSPACED_TAILS: &[&str] = &["音", "声", "聲", "소리"];

/// Parts that only speech has, in Chinese, Japanese and Korean.
const UNSPACED_SPEECH: &[&str] = &["我", "你", "です", "ます", "だよ", "でした", "입니다", "습니다", "에요", "어요"];

/// What a word in a bracket tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Sure,
    Unsure,
    Beside,
    Speech,
    Other,
}

/// The kind of a word, given in lower case. What names a sound in one language does so in all.
pub(super) fn kind(word: &str) -> Kind {
    let any = |list: fn(&Language) -> &'static str| {
        LANGUAGES.iter().any(|language| list(language).split_ascii_whitespace().any(|known| known == word))
    };
    match () {
        () if any(|language| language.sure) => Kind::Sure,
        () if any(|language| language.unsure) => Kind::Unsure,
        () if any(|language| language.beside) => Kind::Beside,
        () if any(|language| language.speech) => Kind::Speech,
        () => Kind::Other,
    }
}

/// Whether a word, in lower case, begins what is said in passing.
pub(super) fn opens_speech(word: &str) -> bool {
    LANGUAGES.iter().any(|language| language.opening.split_ascii_whitespace().any(|known| known == word))
}

/// Whether a longer word ends as the name of a sound: `Klaviermusik`.
pub(super) fn has_tail(word: &str) -> bool {
    TAILS.iter().any(|tail| word.len() > tail.len() && word.ends_with(tail))
}

/// What a phrase in a script without blanks is: a sound by name, by how it begins or ends, by its last sign, or none.
pub(super) fn unspaced(phrase: &str) -> Option<Unspaced> {
    if UNSPACED_SPEECH.iter().any(|part| phrase.contains(part)) {
        return None;
    }
    if UNSPACED.contains(&phrase) {
        return Some(Unspaced::Name);
    }
    if UNSPACED.iter().any(|word| phrase.starts_with(word) || phrase.ends_with(word)) {
        return Some(Unspaced::Part);
    }
    UNSPACED_TAILS.iter().any(|tail| phrase.ends_with(tail)).then_some(Unspaced::Tail)
}

/// How sure a phrase in a script without blanks names a sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unspaced {
    /// The phrase is the name.
    Name,
    /// Only its beginning or its end is.
    Part,
    /// Its last sign says so, as it does in words for other things (`本音`).
    Tail,
}
