#!/usr/bin/env python3
"""Writes the feeds that `scripts/bench parse` reads: made up, deterministic, like real ones.

    bench-corpus.py FOLDER [MEGABYTES] [BYTES-A-FILE]

Indonesian news sentences put together at random from a fixed seed, in the shapes that news sites
serve: WordPress RSS with CDATA bodies, RSS with escaped HTML, short items, Atom of Blogger, Atom
with XHTML, RDF, a news sitemap. No text is anybody's.
"""
import os
import random
import sys
from html import escape

WHO = ("Wali Kota Bontang|Bupati Kutai Timur|Kepala Dinas Perhubungan|Gubernur Kalimantan Timur|"
       "warga Loktuan|nelayan Tanjung Laut|Kapolres Bontang|Ketua DPRD|petugas pemadam|"
       "pengurus koperasi|mahasiswa Unmul|tim SAR gabungan|BMKG Samarinda|PBB|Bapenda").split("|")
DID = ("meresmikan|meninjau|menolak|menyetujui|mengusulkan|menutup sementara|membahas|"
       "memperpanjang|menyelidiki|mengumumkan|menunda|mendukung").split("|")
WHAT = ("pembangunan jembatan layang|kenaikan tarif air bersih|jadwal kapal feri|anggaran sekolah|"
        "penertiban parkir liar|program vaksinasi|perbaikan drainase|izin tambang baru|"
        "pasar malam tahunan|pajak bumi dan bangunan|bantuan bagi korban banjir|jalur pejalan kaki|"
        "rencana tata ruang|lelang kendaraan dinas").split("|")
WHERE = ("di Bontang Utara|di Samarinda|di kawasan pelabuhan|di depan kantor wali kota|di Sangatta|"
         "di Kelurahan Berbas|di tepi Sungai Mahakam|di gedung serbaguna|di Balikpapan").split("|")
WHEN = ("pada Senin pagi|kemarin|pekan lalu|usai rapat tertutup|menjelang akhir tahun|"
        "sejak awal bulan|Rabu (12/11)|hingga larut malam|dalam waktu dekat").split("|")
EXTRA = ("Menurut keterangan resmi, langkah itu diambil setelah tiga kali pertemuan.|"
         "“Kami minta warga tetap tenang,” katanya.|Anggaran yang disiapkan mencapai Rp 4,7 miliar.|"
         "Sejumlah pedagang mengaku belum menerima surat pemberitahuan.|"
         "Hasilnya akan disampaikan kepada publik – paling lambat Jumat.|"
         "Di sisi lain, cuaca buruk membuat pekerjaan melambat.|"
         "Keputusan tersebut disambut beragam oleh masyarakat setempat.").split("|")
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Newsroom:
    def __init__(self, seed):
        self.pick = random.Random(seed)
        self.count = 0

    def sentence(self):
        c = self.pick.choice
        return f"{c(WHO)} {c(DID)} {c(WHAT)} {c(WHERE)} {c(WHEN)}."

    def headline(self):
        c = self.pick.choice
        return f"{c(WHO)} {c(DID).capitalize()} {c(WHAT).title()}"

    def paragraph(self):
        text = " ".join(self.sentence() for _ in range(self.pick.randint(2, 5)))
        return text + " " + self.pick.choice(EXTRA)

    def html(self, paragraphs):
        out = []
        for number in range(paragraphs):
            text = self.paragraph()
            if self.pick.random() < 0.4:
                text = text.replace("Bontang", '<a href="https://kabar.example/topik/bontang?utm_source=rss&amp;utm_medium=feed">Bontang</a>', 1)
            if self.pick.random() < 0.3:
                text = text.replace("warga", "<strong>warga</strong>", 1)
            if self.pick.random() < 0.2:
                text += "&nbsp;&#8230;"
            out.append(f"<p>{text}</p>\n")
            if number == 1:
                out.append(f'<figure class="wp-block-image size-large"><img loading="lazy" width="1024" height="683" src="https://kabar.example/wp-content/uploads/2026/11/foto-{self.count}-1024x683.jpg" alt="Foto" class="wp-image-{self.count}" srcset="https://kabar.example/foto-{self.count}-300x200.jpg 300w, https://kabar.example/foto-{self.count}-768x512.jpg 768w"/><figcaption>Suasana di lokasi</figcaption></figure>\n')
        return "".join(out)

    def item(self):
        self.count += 1
        return self.count

    def rfc822(self):
        p = self.pick
        return f"{p.choice(DAYS)}, {p.randint(1, 28):02} {p.choice(MONTHS)} 2026 {p.randint(0, 23):02}:{p.randint(0, 59):02}:{p.randint(0, 59):02} +0800"

    def iso(self):
        p = self.pick
        return f"2026-{p.randint(1, 12):02}-{p.randint(1, 28):02}T{p.randint(0, 23):02}:{p.randint(0, 59):02}:00+08:00"


def wordpress(n):
    k = n.item()
    body = n.html(n.pick.randint(5, 14))
    cats = "".join(f"\t\t<category><![CDATA[{n.pick.choice(WHAT).title()}]]></category>\n" for _ in range(3))
    return f"""\t<item>
\t\t<title>{escape(n.headline())}</title>
\t\t<link>https://kabar.example/{k}/berita-{k}/</link>
\t\t<comments>https://kabar.example/{k}/berita-{k}/#respond</comments>
\t\t<dc:creator><![CDATA[Redaksi]]></dc:creator>
\t\t<pubDate>{n.rfc822()}</pubDate>
{cats}\t\t<guid isPermaLink="false">https://kabar.example/?p={k}</guid>
\t\t<description><![CDATA[<p>{n.paragraph()} [&#8230;]</p>]]></description>
\t\t<content:encoded><![CDATA[{body}]]></content:encoded>
\t\t<wfw:commentRss>https://kabar.example/{k}/feed/</wfw:commentRss>
\t\t<slash:comments>0</slash:comments>
\t</item>
"""


def escaped(n):
    k = n.item()
    return f"""<item>
<title>{escape(n.headline())}</title>
<link>https://harian.example/read/{k}?utm_source=feed&amp;utm_medium=rss</link>
<guid>https://harian.example/read/{k}</guid>
<pubDate>{n.rfc822()}</pubDate>
<author>redaksi@harian.example (Redaksi)</author>
<category>Daerah</category>
<description>{escape(n.html(n.pick.randint(3, 8)), quote=False)}</description>
<enclosure url="https://harian.example/foto/{k}.jpg" type="image/jpeg" length="{k * 37}"/>
</item>
"""


def short(n):
    k = n.item()
    return f"""    <item>
      <title><![CDATA[{n.headline()}]]></title>
      <link>https://detak.example/berita/{k}</link>
      <guid>https://detak.example/berita/{k}</guid>
      <pubDate>{n.rfc822()}</pubDate>
      <description><![CDATA[<img src="https://detak.example/t/{k}.jpg" align="left"/>{n.sentence()}]]></description>
      <media:content url="https://detak.example/t/{k}.jpg" medium="image" type="image/jpeg"/>
    </item>
"""


def blogger(n):
    k = n.item()
    return f"""<entry><id>tag:blogger.com,1999:blog-77.post-{k}</id><published>{n.iso()}</published><updated>{n.iso()}</updated><category scheme="http://www.blogger.com/atom/ns#" term="berita"/><title type='text'>{escape(n.headline())}</title><content type='html'>{escape(n.html(n.pick.randint(4, 10)), quote=False)}</content><link rel='edit' type='application/atom+xml' href='https://blog.example/feeds/posts/{k}'/><link rel='alternate' type='text/html' href='https://blog.example/{k}.html' title='x'/><author><name>Ana Putri</name><uri>https://blog.example/ana</uri><email>noreply@blog.example</email></author></entry>
"""


def xhtml(n):
    k = n.item()
    body = n.html(n.pick.randint(3, 8)).replace("&nbsp;", "&#160;")
    return f"""  <entry>
    <id>urn:kaltim:{k}</id>
    <title>{escape(n.headline())}</title>
    <link href="https://kaltim.example/{k}"/>
    <updated>{n.iso()}</updated>
    <summary>{escape(n.sentence())}</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{body}</div></content>
  </entry>
"""


def rdf(n):
    k = n.item()
    return f"""<item rdf:about="https://arsip.example/{k}">
<title>{escape(n.headline())}</title>
<link>https://arsip.example/{k}</link>
<description>{escape(n.paragraph())}</description>
<dc:creator>Budi</dc:creator>
<dc:date>{n.iso()}</dc:date>
<dc:subject>daerah</dc:subject>
</item>
"""


def sitemap(n):
    k = n.item()
    return f"""<url><loc>https://portal.example/berita/{k}</loc><news:news><news:publication><news:name>Portal</news:name><news:language>id</news:language></news:publication><news:publication_date>{n.iso()}</news:publication_date><news:title>{escape(n.headline())}</news:title><news:keywords>bontang, daerah</news:keywords></news:news></url>
"""


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
RSS = HEAD + """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Kabar Contoh</title><link>https://kabar.example/</link><atom:link href="https://kabar.example/feed/" rel="self" type="application/rss+xml"/><description>Contoh</description><language>id</language><sy:updatePeriod>hourly</sy:updatePeriod>
"""
ATOM = HEAD + """<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:contoh</id><title>Contoh</title><updated>2026-11-01T00:00:00Z</updated><link href="https://blog.example/"/>
"""
SHAPES = [
    # name, share of the bytes, bytes a file, head, maker, tail
    ("wordpress", 40, 5_000_000, RSS, wordpress, "</channel></rss>\n"),
    ("escaped", 18, 4_500_000, RSS, escaped, "</channel></rss>\n"),
    ("short", 14, 2_500_000, RSS, short, "</channel></rss>\n"),
    ("blogger", 14, 4_000_000, ATOM, blogger, "</feed>\n"),
    ("xhtml", 4, 2_200_000, ATOM, xhtml, "</feed>\n"),
    ("rdf", 5, 2_700_000, HEAD + '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://arsip.example/"><title>Arsip</title><link>https://arsip.example/</link></channel>\n', rdf, "</rdf:RDF>\n"),
    ("sitemap", 5, 1_600_000, HEAD + '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n', sitemap, "</urlset>\n"),
]


def main():
    folder = sys.argv[1]
    total = float(sys.argv[2]) * 1e6 if len(sys.argv) > 2 else 55e6
    os.makedirs(folder, exist_ok=True)
    for name, share, size, head, make, tail in SHAPES:
        size = int(sys.argv[3]) if len(sys.argv) > 3 else size
        left = total * share / 100
        number = 0
        while left > 0:
            newsroom = Newsroom(f"{name}{number}")
            parts = [head]
            length = 0
            while length < min(size, left):
                item = make(newsroom)
                length += len(item.encode())
                parts.append(item)
            with open(os.path.join(folder, f"{name}-{number}.xml"), "w", encoding="utf-8") as file:
                file.write("".join(parts) + tail)
            left -= length
            number += 1


main()
