//! What the detector of encodings knows of a language: how often each letter beyond ASCII is met, and
//! the words of ASCII that are met most.
//!
//! A group of letters begins with how rare each of them is, in bits (the negative logarithm to the base
//! of two of its share of a text's characters), as a digit or `a` for ten, `b` for eleven: French `é` is one
//! character in fifty, six bits. Capitals are those of their small letters and rarer. Letters that are not
//! named are those of foreign names. A language that joins words by an apostrophe has one before its
//! letters. The numbers come from the frequency tables that everybody publishes,
//! rounded; the right encoding wins by bits for each letter, so that rounding decides nothing.

use super::class::Script;

/// A language, or what several have in common.
pub(super) struct Language {
    /// Its code, for the hint of a user.
    pub(super) code: &'static str,
    pub(super) script: Script,
    /// Groups of letters with their rarity.
    pub(super) letters: &'static str,
    /// Its commonest words of ASCII letters.
    pub(super) words: &'static str,
}

const fn latin(code: &'static str, letters: &'static str, words: &'static str) -> Language {
    Language { code, script: Script::Latin, letters, words }
}

const fn other(code: &'static str, script: Script, letters: &'static str) -> Language {
    Language { code, script, letters, words: "" }
}

/// What a letter costs that the language does not have, in bits; and a few that travel with names.
pub(super) const FOREIGN: u8 = 16;
pub(super) const TRAVELLERS: &[(u8, &str)] = &[(13, "éáíóúüöäñç"), (14, "èàêôâëïîãåøøæß"), (15, "šžčćłşőōāūý")];

/// Languages of the Latin script first: their words have a bit each in a mask.
#[rustfmt::skip]
pub(super) static LANGUAGES: &[Language] = &[
    latin("en", "’ cé dïèêñüçöáàâô", "the and you that was for have not with this are what but all just know can your they about like there from get here out who now our did been right would think when my me is it of to in on we he she be so do if at as or by an i a no go up them his her him has had were will one how well then some time could see want come good very really s t m re ll ve don"),
    latin("fr", "’ 6é 8àè 9ê açùâôîû cœëï eæÿüñ", "le la les de des du et est que qui il elle on vous je tu nous pas ne ce se dans pour sur avec une un mais au plus tout ma mon son sont y en a qu c d l j n s m t suis ai fait bien comme si ou par cette ils elles ces aux leur dit faire quand alors aussi sans peut avez votre notre oui non quoi rien toi moi lui"),
    latin("es", "7íóáé 8ñ 9ú dü eç", "el la los las de que y en un una no se es por con para lo me te le su mi tu si yo a al del como pero ya muy todo hay esto esta eso ese este bien aqui sin son fue ha he o cuando donde nos ser hacer ahora porque nada sus mis algo vamos"),
    latin("pt", "7ãéáç 8íêó 9úâõà aô dü fñ", "de que o a e do da em um uma os as para com no na se por mais mas eu ele ela isso isto foi tem como dos das nos ao meu minha seu sua muito bem me te ser quando sim vai quem onde agora aqui tudo nada pelo pela esse essa este esta nossa ter estou"),
    latin("it", "’ 7èà 9òùì aé eîóáúí", "il la lo i gli le di a da in con su per tra e o che non si mi ti ci un una uno del della dei delle nel nella al alla dal sono sei ma come se anche questo questa cosa ha ho hai tutto bene qui io lui lei noi loro mio tuo suo sia era quando dove fatto ora d l c solo fare molto"),
    latin("de", "7üä 8ö 9ß dé eàè", "der die das und ist nicht ich du er sie es wir ihr ein eine einen einem einer mit von zu auf in im den dem des sich auch was wie so aber wenn hier noch da wird sind hat habe haben war man nach bei aus um an als nur schon mir mich dir dich ja nein kann doch mal dann sehr jetzt mein dein kein wo wer warum alles oder am zum zur"),
    latin("nl", "’ aë bé cïè döüêó eàç", "de het een en van ik je is niet dat in op te zijn we ze hij er met voor maar wat die dit als ook aan om nog wel bij naar heb heeft hebben was waar dan zo mijn jij jullie ben kan moet wij uit over door geen of mij hem haar daar hier goed nu nou alles al meer gaan worden wordt doen u"),
    latin("da", "6å 7øæ bé döüäàó", "og i at det er en et jeg du han hun vi de den der som med for til af ikke har var kan vil skal mig dig sig om fra men hvad her nu ved ud op min din os have hvis eller bare godt meget lige noget ham hende mange efter hvor jer dem blev sin mere ja nej"),
    latin("no", "6å 7ø 9æ bé còôöäü", "og i at det er en et jeg du han hun vi de den der som med for til av ikke har var kan vil skal meg deg seg om fra men hva her ved ut opp min din oss ha hvis eller bare godt mye noe ham henne mange etter hvor dere dem ble sin mer ja nei bli ikkje eg ein som"),
    latin("sv", "6äåö bé düàç", "och i att det som en ett jag du han hon vi ni de den med till av inte har var kan vill ska mig dig sig om men vad nu ut upp min din oss ha eller bara bra mycket honom henne efter hur dem blev sin mer ja nej varit hade vara kommer finns detta sedan ingen allt alla just man mot under vid"),
    latin("fi", "5ä 8ö då dšžéü", "ja on ei se en olen oli mutta kun niin ole joka ovat nyt sen ett mit vain jos kuin voi minun sinun te me he olet mukaan viel kaikki jo kanssa kyll miksi siit olla teid ollut hyvin no nyt joo tule tulee pit eik mies sitten taas tule vaan ihan moni uusi talo mihin mist sinne siell"),
    latin("is", "6ðáí 7óþæöú 8é 9ý", "og er sem um til var en hann hún ekki fyrir af hafa vera eru me frá mig minn eftir ef upp hef hefur var voru hvar nei svo bara allt eins vi er hans hennar inn einn ein ekkert nema undir"),
    latin("fo", "6ðáíó 7øúæ 8ý", "og er sum um til var ein ikki fyri eru tey teir hon hann eg vit tit hava vera nakar"),
    latin("et", "6äõ 7ü 9ö cšž", "ja on ei see ta et mis kui oli ma sa me te nad aga siis ka selle oma olen mul minu sinu kas kes nii kus ning veel mida seda ole meie nende kuid nagu juba pole midagi alles iga ainult pidi saab teha tuleb mind sind sest kogu olla talle aastat isegi"),
    latin("lv", "5ā 6īē 7šņ 8ļūž 9čķģ dō", "un ir ka es tu vi par no ar uz bet kas to tas nav kad jau vai pie tad man kur vairs savu viss gan bija lai arī pat tikai esmu mums esi labi ne ko kā tik pirms starp visu vien pats nekad daudz"),
    latin("lt", "6ėš 7ųžąį 8ūč 9ę", "ir yra kad tai jis ji bet su kaip kas ar jau tik po dar apie buvo nuo prie per savo mano tavo labai gal nes mes jie ne kur kai iki tada visi viskas be tu nieko gerai dabar mus jei esu bus man tau pas daug turi"),
    latin("pl", "6łąęó 7żść 9ńź eéöü", "i w na z do nie to jest co jak ale tak po o a od za dla czy go mi ci mnie ten ta tym tego te ich ju wiem mam byl bez przez tylko jego jej kiedy gdzie pan pani tu no nas was sam teraz bardzo jeszcze ma moja jestem wszystko ich jako pod przed"),
    latin("cs", "5íá 6éěř 7ščžýů 9úť aňď bó eöü", "a v na to je se ne co ale jak tak do za pro z o s jsem si po ten bylo by od jen tam tady jsme jsi mi ty on ona byl kde ve aby nebo i k ze mu jeho ho ji dobre pod bez ani kdo proto teda mnoho u kdy nic tom toho potom jste nikdy rok dne"),
    latin("sk", "6áíé 7čšžýúť 8ľ 9ôňď aäó dŕĺ", "a v na to je sa ne ale ako tak do za pre z o s som si po ten bolo by od len tam tu sme mi ty on ona bol kde vo aby alebo i k mu jeho ho ju dobre pod bez ani kto preto kedy ktor sa tom toho potom ste nikdy rok nie ma pri nad cez iba nech teraz"),
    latin("hu", "5áé 6öó 7őüí 8ú 9ű", "a az nem hogy egy is ez meg ha van de volt csak itt mi ki azt ezt le fel be mit nekem igen vagy mint jól ott mert minden lesz el ne te nagyon kell aki vele most majd akkor hol ami volna lehet semmi maga neki vagyok tudom ember ilyen olyan se sem"),
    latin("ro", "6ăîșş 7țţâ cé eöüá", "de la nu a o un cu ce pe mai sau din am ai are este sunt fi fost dar ca si care te se le mi ne eu tu el ea noi voi ei lui lor ar vom cum unde cand asta acest pentru prin doar bine acum dup al ale cel cea totul nimic ceva foarte când da iar sa"),
    latin("hr", "7čšć 8ž 9đ", "i u na je se da za od ne to su sam si smo ste li bi od po s a o ali kao kako sve on ona ovo ono to taj ta gdje što jer ili samo nije nisam ima ja ti mi vi me te ga mu joj ih im jos kad ako onda sada ovdje dobro bio bila biti do iz zbog kod bez tako koji koja koje"),
    latin("sl", "6č 7šž cćđ", "in je na v da se za ne so z s bi ki sem to pa si ali kot po od iz o tudi kaj kako ko do ker ni tako smo mi ste vse bo kje zdaj le samo imam nas jih mu ga bil bila biti ta te tem pri brez lahko vendar nekaj zakaj prav dobro ja tukaj on ona jaz"),
    latin("sq", "’ 4ë 7ç", "dhe i e ka me nga se per ne nuk si do ai ajo ky kjo qe mund pa ishte edhe por tek kur ku te ju unë un kam jam jemi jane tani shum mire cili ata ato tij saj duhet kishte"),
    latin("tr", "4ı 6şüğç 7ö 9İ bâ dîû", "bir ve bu ne da de o ben sen biz siz var yok ama gibi evet kadar daha sonra mi olan beni bana sana onu ona ile her ya ki en mu olarak oldu neden iyi nas burada hadi tamam orada seni bunu olur hay ise onlar zaman bile nerede diye gel"),
    latin("ca", "’ 7àé 8èíó 9òú açï bü", "el la els les de que i a en un una no per amb es se al del dels com ho hi si jo tu ell ella molt tot aquest aquesta aix són va ha he han pero quan on m s l d n t ja també nosaltres mes sense fer on res be ara aqui era tots entre"),
    latin("gl", "8áéíóñ 9ú dü", "o a os as de do da que e en un unha non se por con para como pero mais xa moi todo hai isto isso ben aqui sen son foi ao eu ti el ela nos na no das dos"),
    latin("eu", "añ dü", "eta da ez bat du hau hori baina ere dut zen den izan egin ni zu gu nire zure zer nola non dira dago bai hemen gero behar oso beste edo bezala"),
    latin("cy", "’ 9ŵâêô aŷîû bïöëáéó", "y yr a yn i o ar mae ei eu ni chi fi ond wedi bod am gan oedd yw ydy fel hyn nid sy dim pan os gyda roedd gyd ac na hi un cael rhaid da iawn nos heno"),
    latin("ga", "’ 7áíé 7óú", "an na is a ar i le go do ag agus sin seo bhi ach mo nach mar gan faoi nuair bhfuil raibh ann agam air leis chun anois deireadh sin duine cad"),
    latin("gd", "’ 7à 8èìòù", "an na is a air anns le gu do ag agus sin seo bha ach mo nach mar gun tha chan robh mi thu dh bhith aig"),
    latin("mt", "’ 6ħż 7ġ 8ċ 9à aèìòù", "il l ta u li ma fil hu hija jien inti f minn kien biex dan din x tal mill bil mhux iktar wara jew kull xi se fuq kif meta"),
    latin("eo", "7ŭ 8ĉŝĝ bĵ cĥ", "la de kaj en estas ne ke li mi vi ni ili al por kun sed kiel pri el oni tio kiu kiuj pli tre jes do se da ankau nun mia via"),
    latin("vi", "5\u{309}\u{303} 5\u{300}\u{301}\u{323} 5đưôơêâ 6ă 6áàạảã 7ếềệốồộớờợ 7ấầậắằặứừựíìóòúùéèẹọịụ", "anh em la khi cho trong ra con ta ai xin sao ngay nhau theo tay hay mai nay nghe thay vui mua xem cha hai ba"),
    latin("id", "dé eê", "yang dan di ini itu dengan untuk tidak dari dalam akan pada saya aku kamu dia kita mereka ada apa bisa kami ke juga sudah sangat ya jadi kalau karena lebih seperti satu orang atau hanya semua kau anda tak lagi belum telah adalah oleh nya bukan harus boleh tapi"),
    latin("sw", "eé", "na ya wa kwa ni katika la za hii huo yake kama lakini sana mimi wewe yeye sisi hapa sasa leo"),
    latin("tl", "dñ", "ang ng sa na mga ay ko mo siya ako ka hindi ito kung may at para kami tayo lang naman po ni si"),
    latin("af", "’ bêë céôïû", "die en van is in het nie dit ek jy hy sy ons vir met wat op te om was aan maar ook sal my jou hulle daar so as kan baie een"),
    latin("", "9éáó aíúüöäñçèàãêâšžč båøæßôëïîòùìõ cčćđđłąęşğıăřěőýðþ", ""),

    other("ru", Script::Cyrillic, "3о 4еаинтс 5рвлкмдпу 6яыьгзбчй 7хжшю 8цщэф 9ё bъ"),
    other("uk", Script::Cyrillic, "’ 3о 4анівите 5рскулдмпяз 6ьгбчхй 7жшцюєї 8щф bґ"),
    other("be", Script::Cyrillic, "’ 3а 4ніоеыстр 5кллвдуямпзцў 6эьчбгхй 7жшюё 8ф"),
    other("bg", Script::Cyrillic, "3ао 4иетнрсв 5лдкпм 6зяъгбуч 7жйшхц 8щфю bь"),
    other("sr", Script::Cyrillic, "3аио 4енртсју 5дквлмп 6гзбш 7чцжћњхљ 8ђф bџ"),
    other("mk", Script::Cyrillic, "3аое 4итнср 5вдклмп 6ујзгб 7чшцж 8ќњф 9хѓ aљѕџ"),
    other("el", Script::Greek, "4αοιετνσ 5ςηυρπκμλ 6ωδγάίόέ 7χθφήύώβ 8ξζ 9ψ bϊ cϋΐΰ"),
    other("he", Script::Hebrew, "3יוה 4לארתבמש 5נעדחםכ 6קפגטןס 7זצך 9ץף bְֱִֵֶַָֹּׁׂ"),
    other("ar", Script::Arabic, "3ال 4يمون 5رتبعهدفكأ 6سقةحجش 7صطخىذإضثز 8غءئ 9ظآ aؤًٌٍَُِّْ 7، 9؟؛ـ٠١٢٣٤٥٦٧٨٩"),
    other("fa", Script::Arabic, "3ا 4یيرندهم 5وتبسش 6کكلگزخف 7قعجچپحآ 8صطغذضئ 9ثظژأءؤ bإىة 7، 9؟؛ـ٠١٢٣٤٥٦٧٨٩"),
    other("ur", Script::Arabic, "3ا 4یکرےنوہ 5میتسلبد 6ہھںپگجچع 7ٹشقحخزفآئ 8ڈصڑطضغذ 9ظثءؤ 7، 9؟؛ـ٠١٢٣٤٥٦٧٨٩"),
    other("th", Script::Thai, "4านรอเ่ง 5ก้มัยวลดทคหสิีะ 5ต 6บแจปพชขใไ็์ำืุู 7โผถซณธ 7ภฉญศษึฟๆ 8ฝฐฎฏฒฮ bฌฬฤฆฑฯ b๐๑๒๓๔๕๖๗๘๙"),
];

/// The commonest characters of a language of East Asia, in groups of falling frequency with their rarity.
pub(super) static SIMPLIFIED: &[(u8, &str)] = &[
    (6, "的一是不了我在人有这他你来们个"),
    (7, "到说大地为子中上就道得要么会那也和里出着她"),
    (8, "自以时去可过好能下后没生看天对小多然家于还起学开心都想事如面年前只什把两同样用而十发作"),
    (
        9,
        "当很从成方现些知无又做因经最进手它头回动行走力己长间听国三给见分感身情门让问之老吧意法口全外呢向西点定所高正新次被比机车本真实叫今已别先美气再打话太日几声常等理女儿电水爱吗谁请明风东才名工重条公关月路四放更",
    ),
    (
        10,
        "接站钱体变白身神光几接信何快书夜花五战海笑活体完活男书合山认主内友马直应师远望张少眼通远难教平思指近安花百表场住带远便安步反死部原林早孩此每题管办教系转场相期件步往怎信号提至队飞记共候城门王亲命或各位立利字入政产民于社会使者并其程种二与万量结果业度制件义建员数军物化代第总世界运跟影响音乐文章语言课厂店买卖吃喝饭菜茶酒鱼肉米面水火木金土石草树春夏秋冬红黄蓝绿黑晚早午星期周末昨块片双张件楼房屋床桌椅窗灯纸笔船港桥岸灯塔渔雨雪云阳星热冷暖停留拿换找送收求岁父母哥姐弟妹朋友老师医病药院",
    ),
];
pub(super) static TRADITIONAL: &[(u8, &str)] = &[
    (6, "的一是不了我在人有這他你來們個"),
    (7, "到說大地為子中上就道得要麼會那也和裡出著她"),
    (8, "自以時去可過好能下後沒生看天對小多然家於還起學開心都想事如面年前只什把兩同樣用而十發作"),
    (
        9,
        "當很從成方現些知無又做因經最進手它頭回動行走力己長間聽國三給見分感身情門讓問之老吧意法口全外呢向西點定所高正新次被比機車本真實叫今已別先美氣再打話太日幾聲常等理女兒電水愛嗎誰請明風東才名工重條公關月路四放更",
    ),
    (
        10,
        "接站錢體變白神光信何快書夜花五戰海笑活完男合山認主內友馬直應師遠望張少眼通難教平思指近安百表場住帶便步反死部原林早孩此每題管辦系轉相期件往怎號提至隊飛記共候城王親命或各位立利字入政產民社使者並其程種二與萬量結果業度制義建員數軍物化代第總世界運跟影響音樂文章語言課店買賣吃喝飯菜茶酒魚肉米火木金土石草樹春夏秋冬紅黃藍綠黑晚午星週末昨塊片雙樓房屋床桌椅窗燈紙筆船港橋岸塔漁雨雪雲陽熱冷暖停留拿換找送收求歲父母哥姐弟妹朋醫病藥院裏臺台",
    ),
];
pub(super) static JAPANESE: &[(u8, &str)] = &[
    (5, "のにはたをとがしてでいなるんう"),
    (6, "まっかすりれこもあ"),
    (7, "らよきそくどさだけつえおちめせろねみわばゃゅょじやひ"),
    (8, "ぶげごべほむふへずびぐぼぎざへゆぜぬぞづぱぷぽぺぴー"),
    (8, "ンスルトアイリクラシドタレロマジコテ人日一大私何今"),
    (
        9,
        "フサバカパムメデウニプチナオエッャュョキビブソワグセヤハミケダモノポガツネベヒホユボゼザズギゲゴヘペピァィェォ年出中本見行分上言思時間自生者会来気手前子方事話度後国三二場合入体話当長月高学新作下水",
    ),
    (
        10,
        "部家目小心持私地動力問食明名書知使男女外電車全員最同定代内社物取田回多少海十五四夜朝昼東西南北山川口開立先安切好待楽的仕対金世意界実感性現理身声情近通道度無主関教強業明発不天早元向真変続信番組皆駅町村店島港船灯台雨風空雪花木火土々点親父母兄弟姉妹友達彼僕君誰週末始終集建急歩走帰送受届決次期表数特別語英文字記憶答願起",
    ),
];
pub(super) static KOREAN: &[(u8, &str)] = &[
    (6, "이다는에의가고하지을"),
    (7, "은한를로도기사나어리해서그아있들시자니인라일만대정"),
    (8, "게수여부과제우보전원으요당장구조상거면주마것공저내오스야안세"),
    (
        9,
        "무소동모없비성했신유연음미생었때너말방할위국화문관중습적입바와데러런선차회실각알계진된두되던년분간까께녀돼난명물살려든월걸같못못왜뭐네개잘심식발업집영트심단타더드반번법불행예후약통용재운품청최치터하학항현호",
    ),
    (
        10,
        "갈감강건격결경곳광교군권귀근금급긴길깊남날노높느능늘달담답당댁덕돌동둘뒤등따딸떠또뜻락람래량력령록료류름릴막많맞매먹먼메며몇몸민믿밖받밤배벌별복볼봐북빛빠빨뿐산새색석설섬속손송순술쉬습승십싶쓰씨아앉앞애양얘억언얼없에엄였옆옛온올완외요욕웃워웠육을읽임있잊작잠점접족존좀좋죄죠줄즐증질짜째쪽찾채책처천첫초추축출층친크큰키태택토특파판편평포표프피필한합함향형혼환활황희힘",
    ),
];
