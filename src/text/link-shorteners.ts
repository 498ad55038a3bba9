/** Hosts whose links hide where they lead. Left out: t.co, youtu.be and map links, which honest people copy. */
export const linkShorteners: ReadonlySet<string> = new Set(
  (
    "bit.ly bitly.com j.mp tinyurl.com tiny.cc is.gd v.gd ow.ly buff.ly rebrand.ly cutt.ly shorturl.at rb.gy t.ly " +
    "bl.ink s.id adf.ly shorte.st sh.st bc.vc ouo.io ouo.press linkvertise.com exe.io clk.sh za.gl qr.ae goo.gl " +
    "soo.gd x.co u.to clck.ru vk.cc kurl.ru b23.ru goo.su snip.ly short.io tr.im cli.gs zpr.io lnk.to shrtco.de " +
    "urlz.fr urlzs.com l8.nu tny.im 1url.com hyperurl.co dlvr.it po.st mcaf.ee scrnch.me q.gs s2r.co gg.gg"
  ).split(" "),
);
