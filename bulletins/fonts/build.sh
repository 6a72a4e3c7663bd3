#!/bin/sh
# Makes the five faces in this folder from their published sources. Run it on
# Debian 12; it needs npm, apt and /usr/bin/python3 with python3-fonttools, and
# nothing outside this folder but a scratch directory. The result is the same
# bytes each time (README.md lists the hashes of what it starts from).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$work/"
cd "$work"

npm ci --ignore-scripts --no-audit --no-fund
apt-get download fonts-lxgw-wenkai=1.250+repack-1 texlive-lang-chinese=2022.20230122-1 unicode-data=15.0.0-1
for deb in *.deb; do dpkg-deb -x "$deb" "$work/debian"; done
sha256sum -c "$here/sources.sha256"

share=debian/usr/share
fandol=$share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf
noto=node_modules/@expo-google-fonts
subset() { # source, face, family, characters
	/usr/bin/python3 "$here/subset.py" "$share/unicode" "$1" "$here/$2.ttf" "$3" "$4"
}
subset $noto/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf song "Tongbao Song Bold" all
subset $noto/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf hei "Tongbao Hei Medium" signs
subset $share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf kai "Tongbao Kai" wide
subset $fandol fang "Tongbao Fang" all
subset $noto/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf folio "Tongbao Folio" folio

# The 8105 characters of 通用规范汉字表 in code order, a hundred a line, against which coverage is counted.
/usr/bin/python3 - "$share/unicode" >"$here/standard.txt" <<'END'
import bz2, sys
with bz2.open(sys.argv[1] + "/Unihan_OtherMappings.txt.bz2", "rt") as lines:
    text = "".join(chr(c) for c in sorted(int(l.split("\t")[0][2:], 16) for l in lines if "\tkTGH\t" in l and l[0] == "U"))
print("\n".join(text[i:i + 100] for i in range(0, len(text), 100)))
END

# The licence texts, beside the faces they hold for.
cp $noto/noto-serif-sc/LICENSE_FONT "$here/song.LICENSE.txt"
cp $noto/noto-serif-sc/LICENSE_FONT "$here/folio.LICENSE.txt"
cp $noto/noto-sans-sc/LICENSE_FONT "$here/hei.LICENSE.txt"
cp $share/doc/fonts-lxgw-wenkai/copyright "$here/kai.LICENSE.txt"
zcat $share/doc/texlive-doc/fonts/fandol/COPYING.gz >"$here/fang.LICENSE.txt"
ls -l "$here"/*.ttf
