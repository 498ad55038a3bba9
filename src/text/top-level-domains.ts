// Top-level domains by which an address without "http://" is known. Not all 1,400: the more of them, the more honest
// words with a stop between them become links.

const generic =
  "com net org info biz edu gov mil int name pro mobi coop museum aero asia tel travel jobs cat post xxx xyz icu top " +
  "vip club shop store online site website space tech app dev blog click link live life world work today news fun " +
  "host press cloud digital agency media email network page art bet casino poker dating sex porn adult cam webcam " +
  "party review reviews stream trade science racing date download faith men win bid loan loans cricket accountant " +
  "gdn mom lol rest sbs cyou quest buzz monster beauty hair skin makeup boats cfd bond wang ink one guru expert " +
  "solutions services company group ltd gmbh finance money cash credit market markets forex trading investments " +
  "health healthcare care fit diet pharmacy academy education school training games game play video tube photos " +
  "pictures gallery design studio software systems tools zone center community social chat support help kim red " +
  "pink blue black gold diamonds jewelry fashion clothing shoes watch watches tips deals sale discount coupons cheap " +
  "promo bargains gratis cafe bar pizza restaurant kitchen land house homes property properties rentals estate " +
  "vacations holiday cruises flights tours voyage surf yoga fitness london berlin paris nyc tokyo moscow рф рус онлайн сайт";

const countries =
  "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd " +
  "cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge " +
  "gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh " +
  "ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw " +
  "mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb " +
  "sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk " +
  "us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";

// Short words of large languages, endings of files, and top-level domains that are words themselves: after a bare
// name without a path these mean a missing space or a file more often than a site.
const words =
  "am an as at be by do go he hi if in is it la me my no of on or pa so to up us we " +
  "al ca ce da de di du el en er es et eu fa id il im io je ka le li lo ma mi na ne ni nu om os pe se si su ta te ti " +
  "tu ve va vi ya za py md rs sh pl cc so ps ml gz ai " +
  "click link live life world work today news fun host press cloud digital agency media email network page art bet " +
  "casino poker dating sex porn adult cam party review reviews stream trade science racing date download faith men " +
  "win bid loan loans cricket accountant mom lol rest quest buzz monster beauty hair skin makeup boats bond ink one " +
  "guru expert solutions services company group finance money cash credit market markets trading investments health " +
  "healthcare care fit diet pharmacy academy education school training games game play video tube photos pictures " +
  "gallery design studio software systems tools zone center community social chat support help red pink blue black " +
  "gold diamonds jewelry fashion clothing shoes watch watches tips deals sale discount coupons cheap promo bargains " +
  "gratis cafe bar pizza restaurant kitchen land house homes property properties rentals estate vacations holiday " +
  "cruises flights tours voyage surf yoga fitness london berlin paris tokyo moscow top store shop site online space " +
  "club post name pro jobs cat travel one app dev blog name";

export const topLevelDomains: ReadonlySet<string> = new Set(`${generic} ${countries}`.split(" "));
export const wordLikeTopLevelDomains: ReadonlySet<string> = new Set(words.split(" "));
