// How spam talks, by kind. Phrases are whole words in any case, seen through disguise; honest people use each of the
// weaker ones now and then, so no such list holds a comment alone.
import { eachOf, phrases } from "./pack.ts";

export const strongAsks = phrases(
  eachOf("subscribe|suscribe|subcribe|sucscribe|sub", "to", "my|me|us|our"),
  eachOf("subscribe|suscribe|subcribe|sub|follow", "back|for sub|4 sub|4 follow|for follow"),
  eachOf("please|plz|pls|plzz|plzzz|and also", "subscribe|suscribe|sub me|sub to"),
  eachOf("subscribe|suscribe", "me|us|my|our|please|plz|pls|in my|for more"),
  "sub me|sub my|subs me|sub 2 me|sub4sub|f4f|subscribe if you|don't forget to subscribe",
  "follow me on|follow me at|follow us on|i follow back|i will follow back",
  eachOf(
    "need|get|getting|reach|hit|goal",
    "10|20|50|100|200|300|500|1000|1k|10k",
    "subs|subscribers|followers",
  ),
  eachOf("check|checkout|check out|visit|watch|see|view|look at", "my|our", "channel|chanel|channels"),
  eachOf(
    "check|checkout|check out|visit",
    "my|our",
    "youtube|yt|music|gaming|cover|new|other|first",
    "channel|chanel|channels",
  ),
  eachOf(
    "go|come|head|hop",
    "to|over to|on|onto|check|check out",
    "my|our",
    "channel|chanel|page|profile|website|site|blog",
  ),
  eachOf("visit", "my|our", "website|site|page|blog|profile|shop|store|web site|homepage"),
  "sorry for the spam|sorry for spamming|sorry for spam|sorry to spam|sorry for advertising",
  "i know you hate comments like this|i know this is spam|i am not a spammer|i'm not a spammer|this is not spam",
  "growing my channel|help my channel grow|grow my channel|like this comment so",
);

export const smallAsks = {
  entries: phrases(
    eachOf("check|checkout", "out|it out|this out|them out|him out|us out|me out|my|our|mine|us|me"),
    "checking out my|subscribe|suscribe|subscribers|subscriber|subscribing|youtuber",
    eachOf("click|clik", "here|the link|this link|on my|my|link|now"),
    eachOf(
      "visit|join|add|support|vote for|donate to|share|like",
      "me|us|my|our|this site|this page|this link",
    ),
    eachOf("listen to|watch|take a look at|have a look at|spread|play|stream|download|buy|try", "my|our"),
    "take a look|have a look|give it a listen|give it a try|give it a like|give me a chance|give us a chance",
    "hear me out|let me know what you think|tell me what you think",
    "sign up|signup|register now|register here|log on|buy now|order now|shop now|download now|go here",
    "come and watch|come watch|come check|come join|go check|go watch|go like|link in bio|link below|in my bio",
    "share and like|like and share|like and subscribe|please share|please vote|please watch|please follow",
    "vote now|vote here|vote daily|donate|donations|fundraiser|crowdfunding|gofundme|indiegogo|kickstarter",
    "follow me|follow us|free download|new single|new mixtape|promo code|discount code|coupon code|use code",
    "making videos|make videos|upload videos|posting videos|i do covers|we do covers|did a cover|singing covers",
    "i'm a rapper|im a rapper|ima rapper|i am a rapper|i rap|upcoming artist|aspiring artist|unsigned artist",
    "get noticed|small youtuber|new youtuber|new on youtube|my talent|self promotion|shameless plug",
    "you wont regret it|you won't regret it|won't be disappointed|wont be disappointed|don't miss out|dont miss out",
  ),
  allow: ["check the views"],
};

export const ownThings = phrases(
  eachOf(
    "my|our|mah",
    "|new|newest|latest|first|own|other|youtube|music|gaming|cover|fb|facebook|rap|dance",
    "channel|channels|chanel|page|pages|profile|website|web site|site|blog|shop|store|video|videos|vid|vids|cover|covers|song|songs|remix|remixes|mixtape|beats|stream|podcast",
  ),
  eachOf(
    "my|our",
    "|new",
    "youtube|instagram|insta|ig|twitter|facebook|fb|tiktok|snapchat|soundcloud|twitch|patreon",
  ),
  eachOf("my|our", "|new", "discord|ebook|etsy|onlyfans|petition|parody|clothing|merch|fundraiser|giveaway"),
  eachOf(
    "instagram|insta|twitter|snapchat|facebook|youtube|skype|kik",
    "username|account|channel|page",
    "is|called",
  ),
  eachOf("just started|started", "my|a|making|uploading", "channel|youtube channel|videos|youtube"),
  eachOf("just", "uploaded|released|posted|launched", "a|my|our"),
  eachOf(
    "i|we",
    "made|make|created|started|have|run",
    "a",
    "channel|new channel|youtube channel|new video|cover|remix|parody|website|blog|new song|shirt|t-shirt",
  ),
);

export const pleas = phrases(
  "please|plz|pls|plzz|plzzz|pliz|plizz|plis|por favor|thumbs up",
  eachOf(
    "hey|hi|hello|yo|hiya|whats up|what's up",
    "guys|everyone|everybody|youtube|youtubers|there guys|yall",
  ),
  "it would mean a lot|mean the world to me|would mean so much|it only takes|only takes a second|take a minute",
  "take 1 minute|1 second|one minute of your time|i promise|guys please|thanks in advance",
  "help me|help us|need your help|need help|need money|support us|give us|i beg|my dream|follow my dream",
);

/** Advertised and nowhere else said so. */
export const moneySchemes = phrases(
  "free leads|on auto pilot|on autopilot|earn real money|make money online|earn money online|earn cash online",
  eachOf(
    "earn|make",
    "extra cash|extra money|easy money|extra income|passive income",
    "online|from home|at home",
  ),
  "facebook account hack|account hacker|free robux|free v bucks|free vbucks|generator no survey|no human verification",
  "giftcard codes|gift card codes|free itunes|free gift cards|free gift card|free steam|free psn|free paypal",
  "free followers|free likes|buy subscribers|buy followers|donate bitcoins to|donate bitcoin to|triple your money",
  "free bitcoins|free bitcoin|double your bitcoin|work from home job|work from home jobs|work at home job",
  "no experience needed|no experience required|start earning today|start earning now",
);

export const quickMoney = phrases(
  "earn money|earn cash|making money online|money from home|working from home and|easy cash|get rich quick",
  "financial freedom|money making|moneymaking|residual income|passive income|extra income|be your own boss",
  "quit your job|get paid to|getting paid to|gift cards|gift card|giftcard|giftcards|western union|cashapp|cash app",
  "free money|free trial|risk free|limited time|limited offer|special offer|best price",
  "lowest price|100% free|totally free|act now|job offer|online job|online jobs|home based|business opportunity",
  "investment opportunity|real money|get money|send me money|my paypal|over $100|over $500|a day from home",
  "an hour from home|weekly income|monthly income|from the comfort of",
);

/** What a testimonial is about: not a word against it alone. */
export const coins = phrases(
  "bitcoin|btc|ethereum|crypto|cryptocurrency|cryptocurrencies|usdt|forex|fx trading|binary options|binary option",
  "trading|trader|traders|trade with|invest|invested|investing|investment|investments|stocks|mining|broker|airdrop|presale",
);

export const testimonials = phrases(
  eachOf(
    "thanks to|all thanks to|thank you|recommend|recommended|introduced to|referred to|i met|met",
    "mr|mrs|ms|miss|expert|coach",
  ),
  eachOf("under|with", "his|her|mrs|mr", "guidance|management|strategy|strategies|platform|help and"),
  "account manager|expert trader|trading signals|trading platform|his platform|her platform|trading with mr",
  "my withdrawal|withdraw my|received my profit|my profits|my first profit|weekly profits|weekly returns",
  "my initial investment|initial deposit|minimum deposit|recovered my|recover my|recover lost|recovery expert|lost funds",
  "whatsapp|telegram|contact him|contact her|reach him|reach her|message him|message her|dm him|dm her|guaranteed profit",
  "guaranteed returns|life changing|changed my life|has been good to me|best decision|financial advisor by the name",
);

export const prizes = {
  entries: phrases(
    eachOf(
      "you|u|you've|u've|youve|uve|you have|u have",
      "won|been selected|been chosen|been awarded|bin awarded|been specially selected|been randomly selected",
    ),
    eachOf(
      "claim|collect|redeem|win",
      "your|ur|yr|a|free",
      "prize|prizes|reward|gift|bonus|award|£|$|voucher|holiday|ipod|iphone|cash|ringtone",
    ),
    "you are a winner|lucky winner|cash prize|bonus prize|your prize|prize guaranteed|giveaway|giveaways|give aways",
    "to claim|2 claim|claim now|claim code|free gift|free entry|free iphone|win a £|win £|win $|chance to win|want to win",
    "gift voucher|voucher|vouchers|1000 cash|2000 cash|awaiting collection|unclaimed|secret admirer",
  ),
  allow: ["won't"],
};

export const contactElsewhere = phrases(
  "whatsapp|what's app|whats app|whatsap|watsapp|telegram|viber|wechat|skype me|kik me|snapchat me|text me",
  "call me on|call or text|call now|call us|call me now|ring now|contact me|contact us|contact him|contact her",
  "contact them|contact now|email me|email us|email him|e-mail me|e-mail us|mail me|write me|reach me|reach out to him",
  "reach out to her|reach him|reach her|inbox me|dm me|message me|pm me|add me on|via email|hit me up|chat me",
);

export const adultOffers = phrases(
  eachOf(
    "hot|sexy|horny|naked|nude|naughty|lonely|single",
    "girls|women|singles|ladies|milfs|babes|moms",
    "near you|in your area|waiting for you|online now|looking for sex|for you",
  ),
  eachOf("free|hot|live", "sex cams|cam sex|webcams|porn|xxx|sex chat|cam girls|fantasies"),
  "meet singles|meet local singles|meet local girls|hook up tonight|sugar mummy|sugar mommy|sugar daddy needed",
  "webcam girls|my nudes|my onlyfans|my naked pics|bigger dick|penis enlargement|enlarge your penis|last longer in bed",
  "male enhancement|coolest sextoy|dirty chat|chat with hot|explicit sex|naughty chat|hardcore porn|adult 18",
);

/** Said to sell: each is an offer by itself. */
export const offers = phrases(
  eachOf(
    "buy|order|cheap|generic",
    "viagra|cialis|levitra|xanax|valium|tramadol|adderall|oxycontin|oxycodone|ambien|phentermine|modafinil|kamagra|weed online|cocaine online|pills online",
  ),
  eachOf("best", "online casino|online casinos|crypto casino|betting site|betting sites|escorts"),
  "casino bonus|no deposit bonus|free spins|sure odds|slot gacor|judi online|togel|situs slot|agen judi",
  eachOf(
    "loan|loans|personal loan|business loan",
    "offer|lender|at 2%|at 3%|at low interest|without collateral|in 24 hours",
  ),
  "do you need a loan|urgent loan|apply for a loan now|fix your credit|blank atm card|atm card hack|clone cards|cloned cards|cvv dumps|fullz",
  eachOf(
    "seo|backlink|backlinks|link building|web design|digital marketing|guest post|essay writing|assignment help|logo design",
    "service|services|agency|packages|expert|experts",
  ),
  "rank your website|first page of google|increase your traffic|more traffic to your|boost your ranking|write my essay",
  "essay writers|assignment writers|cheap essay|do my homework for",
  "replica watches|replica handbags|cheap jordans|cheap ugg|ugg boots outlet|louis vuitton outlet|michael kors outlet",
  "coach outlet|cheap nfl jerseys|wholesale jerseys|ray ban outlet|cheap oakley",
  "garcinia cambogia|keto gummies|cbd gummies|acai berry diet|testosterone booster|iptv subscription|serial key free",
  "full movie free|watch full movie|lose weight fast",
);

/** Talked about as well as sold: with a link or a call to act it is an offer. */
export const offerTopics = phrases(
  "viagra|cialis|online casino|online casinos|payday loan|payday loans|backlinks|seo|web hosting|free shipping|cbd oil",
  "dating site|dating sites|call girls|escort service|sex toys|sextoy|phone sex|sex chat|onlyfans|fat burner",
);

export const spellCasters = phrases(
  "spell caster|spellcaster|love spell|love spells|get your ex back|got my ex back|my ex back|ex lover back|lost lover back",
  "brought back my husband|brought my husband back|herbal doctor|cured my herpes|cured me of herpes|cured of herpes",
  "herpes cure|cure for herpes|cured my hiv|cured of hiv|cured me of hiv|powerful priest|great priest|vashikaran",
  "love marriage specialist|black magic specialist|join the illuminati|join illuminati|genuine hacker|hire a hacker",
  "hacker for hire|hacked my husband's|hacked my husband|hacked my wife's|clone a phone|change your grades|upgrade your grades",
);

export const chainLetters = phrases(
  eachOf(
    "copy and paste|copy paste|repost|paste|forward",
    "this",
    "on|to|in|onto|if|message|10|15|5|20|all|every",
  ),
  eachOf("send|post|share", "this", "to|on|in", "10|15|5|20|at least|all your"),
  "if you don't repost|if you dont repost|if you don't post this|if you dont post this|years of bad luck",
  "will be kissed|kissed by the love|now that you've started reading|don't stop reading this|dont stop reading this",
);

/** Premium-rate messages: one sign happens, two are an offer. */
export const textMessageOffers = phrases(
  "txt|text stop|txt stop|reply stop|send stop|to stop texts|2 stop texts|stop texts|optout|2optout|opt out|unsub",
  "t&c|t&cs|t&c's|ts&cs|tsandcs|t's&c's|per min|p/min|pmin|ppm|ppw|p/msg|per msg|p per|10p|20p|25p|50p|60p|150p",
  "£1.50|p/day|150ppm|150p/msg|std txt rate|std rate|national rate|nat rate|cust care|custcare|po box|pobox",
  "from landline|from land line|ringtone|ringtones|polyphonic|true tone|camera phone|camera phones|video phones",
  "line rental|free mins|free minutes|free texts|freephone|freemsg|free msg|mobileupd8|valid 12 hrs|valid12hrs",
  "valued customer|network customer|ur mobile|yr mobile|mob no|account statement|identifier code|un-redeemed|unredeemed",
  "2nd attempt|attempt to contact|trying to contact u|tried 2 contact|live operator|date service|reply yes|18+|16+",
  "call free|from your mobile|to your mobile|2 your mobile|text the word|send the word|text message to|wkly",
);

export const fundraisersAndShops: readonly string[] = [
  ...[
    "gofundme.com",
    "indiegogo.com",
    "kickstarter.com",
    "gogetfunding.com",
    "fundrazr.com",
    "vakinha.com.br",
  ],
  ...[
    "teespring.com",
    "spreadshirt.com",
    "redbubble.com",
    "zazzle.com",
    "ebay.com",
    "aliexpress.com",
    "etsy.com",
  ],
  ...["change.org", "patreon.com", "paypal.me", "cash.app", "ko-fi.com", "buymeacoffee.com"],
  ...["audiojungle.net", "themeforest.net", "fiverr.com", "clickbank.net", "warriorplus.com", "jvzoo.com"],
  ...["t.me", "wa.me", "chat.whatsapp.com", "api.whatsapp.com", "discord.gg", "onlyfans.com", "linktr.ee"],
  ...["thepiratebay.se", "thepiratebay.org", "mediafire.com", "mega.nz", "rapidgator.net", "play.google.com"],
];

export const profileHosts: readonly string[] = [
  ...["facebook.com", "instagram.com", "twitter.com", "x.com", "tiktok.com", "plus.google.com", "vk.com"],
  ...["soundcloud.com", "bandcamp.com", "reverbnation.com", "datpiff.com", "mixcloud.com", "twitch.tv"],
  ...["myspace.com", "tumblr.com", "blogspot.com", "wordpress.com", "weebly.com", "wixsite.com", "ask.fm"],
];
