"""Cuts one face down to the characters a bulletin may need, as TrueType outlines.

Usage: subset.py UNICODE_DIR SOURCE TARGET FAMILY all|signs|wide|folio

The drawing library knows two-byte characters only. Characters beyond U+FFFF
therefore get a second, private-use code from U+E000 on in the format 4 table;
the format 12 table keeps their true codes, and the pair tells the program
which private code stands for which character.
"""
import bz2
import sys

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

# Surnames and places seen in ledgers that no standard list has.
EXTRA = "𠮷〇○●◎△▲□■◇◆★☆※〒①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩㎡㎞㎝㎜㎎㎏℃℉№℡™©®°′″‰‱%‐‑‒–—―‖‘’“”†‡•…‹›⁄€£¥￥¢＄←↑→↓↖↗↘↙⇒⇔≈≠≡≤≥≦≧±×÷∑∏√∞∫∮∈∩∪∠⊥∥∵∴∽≌∷ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ²³¹¼½¾·﹏—−∕≪≫⊙▽▼◁▷♀♂✓✔✕✖"
# Signs that any table or chart may hold; two faces have them for all.
SIGNS = [(0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x22FF), (0x2460, 0x27BF), (0x3000, 0x30FF), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF)]
BLOCKS = [(0x20, 0x7E), (0xA0, 0xFF), (0x391, 0x3C9), (0x401, 0x451), (0x2010, 0x2026), (0x3000, 0x301F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6)]


def standard(unicode_dir):
    """The 8105 characters of 通用规范汉字表, from Unihan's kTGH."""
    with bz2.open(unicode_dir + "/Unihan_OtherMappings.txt.bz2", "rt") as lines:
        return {int(l.split("\t")[0][2:], 16) for l in lines if "\tkTGH\t" in l and l[0] == "U"}


def gb2312():
    both = (bytes([a, b]) for a in range(0xA1, 0xF8) for b in range(0xA1, 0xFF))
    return {ord(c) for pair in both for c in pair.decode("gb2312", "ignore")}


def big5():
    """The 5401 frequent traditional characters: older contracts and some names have them."""
    both = (bytes([a, b]) for a in range(0xA4, 0xC7) for b in range(0x40, 0xFF))
    return {ord(c) for pair in both for c in pair.decode("big5", "ignore")}


def wanted(which, unicode_dir):
    chars = {c for low, high in BLOCKS for c in range(low, high + 1)}
    if which == "folio":
        return {c for c in chars if c < 0x2100}
    tgh = standard(unicode_dir)
    assert len(tgh) == 8105, len(tgh)
    chars |= tgh | gb2312() | {ord(c) for c in EXTRA}
    if which in ("signs", "wide"):
        chars |= {c for low, high in SIGNS for c in range(low, high + 1)}
    return chars | big5() if which == "wide" else chars


def to_truetype(font):
    """Cubic CFF outlines to quadratic ones within a thousandth of their size."""
    order, drawn, glyphs = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    for name, (advance, _) in list(font["hmtx"].metrics.items()):
        glyphs[name].recalcBounds(font["glyf"])
        font["hmtx"].metrics[name] = (advance, getattr(glyphs[name], "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in "maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions maxComponentElements".split():
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"


def recode(font):
    best = {c: g for c, g in sorted(font.getBestCmap().items())}
    short = {c: g for c, g in best.items() if c <= 0xFFFF and not 0xE000 <= c <= 0xF8FF}
    for i, c in enumerate(sorted(c for c in best if c > 0xFFFF)):
        short[0xE000 + i] = best[c]
    tables = []
    for fmt, encoding, codes in ((4, 1, short), (12, 10, best)):
        t = CmapSubtable.newSubtable(fmt)
        t.platformID, t.platEncID, t.language, t.cmap = 3, encoding, 0, codes
        tables.append(t)
    font["cmap"].tables = tables


def rename(font, family):
    """A modified face may not carry a reserved name; copyright and licence stay."""
    keep = {n.nameID: str(n) for n in font["name"].names if n.nameID in (0, 13, 14) and n.platformID == 3 and n.langID == 0x409}
    font["name"].names = []
    for i, text in sorted({**keep, 1: family, 2: "Regular", 3: family + " subset", 4: family, 5: "Version 1.000", 6: family.replace(" ", "")}.items()):
        if text:
            font["name"].setName(text, i, 3, 1, 0x409)


def main():
    unicode_dir, source, target, family, which = sys.argv[1:]
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(hinting=False, layout_features=[], glyph_names=False, notdef_outline=True, name_IDs=["*"], recalc_timestamp=False, desubroutinize=True)
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "STAT", "gasp", "prep", "cvt ", "fpgm", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted(which, unicode_dir))
    cutter.subset(font)
    if "CFF " in font:
        to_truetype(font)
    recode(font)
    rename(font, family)
    font["post"].formatType = 3.0
    font["OS/2"].fsType = 0
    font.save(target)
    missing = sorted(standard(unicode_dir) - set(TTFont(target).getBestCmap())) if which != "folio" else []
    print(f"{target}: {len(font.getGlyphOrder())} glyphs, {len(missing)} of 8105 missing")


main()
