// Looks, shapes and the index of the parcel map: what it draws, not how it is used.
// Colours and hatches are ours.
var tongbaoShapes = (function () {
	'use strict';

	// Per status: fill and line for light and dark paper, and a hatch, so that the
	// legend reads without colour.
	const looks = {
		supplied: {fill: ['#a8c3dd', '#41607f'], line: ['#2a629c', '#6fa8dc'], hatch: ''},
		unacquired: {fill: ['#f7e3b8', '#4c3f20'], line: ['#8a5a00', '#e2c060'], hatch: 'dot'},
		unsupplied: {fill: ['#f4cdb8', '#55321f'], line: ['#b04a12', '#ff9d6b'], hatch: 'slash'},
		inuse: {fill: ['#e3d3ea', '#453650'], line: ['#6b3f86', '#c79be0'], hatch: 'cross'},
		idle: {fill: ['#efb8b4', '#5c2b28'], line: ['#b3261e', '#ff8f85'], hatch: 'back'},
		disposed: {fill: ['#c0e0da', '#22504a'], line: ['#1f7a6c', '#5cc4b2'], hatch: ''},
		writtenoff: {fill: ['#e3e7ec', '#333a44'], line: ['#5b6675', '#93a1b3'], hatch: 'level'},
		unknown: {fill: ['#ffffff', '#181c22'], line: ['#5b6675', '#93a1b3'], hatch: ''},
	};
	const lookOf = (code) => (Object.hasOwn(looks, code) ? looks[code] : looks.unknown);
	const cellsAcross = 64; // of the index, in each direction

	// tile draws a hatch as a small picture that repeats.
	function tile(ctx, look, dark, scale) {
		const size = Math.round(8 * scale);
		const c = document.createElement('canvas');
		c.width = c.height = size;
		const g = c.getContext('2d');
		g.fillStyle = look.fill[dark];
		g.fillRect(0, 0, size, size);
		g.strokeStyle = g.fillStyle = look.line[dark];
		g.globalAlpha = 0.75;
		g.lineWidth = Math.max(1, scale);
		const stroke = (...points) => {
			g.beginPath();
			for (let i = 0; i < points.length; i += 4) {
				g.moveTo(points[i] * size, points[i + 1] * size);
				g.lineTo(points[i + 2] * size, points[i + 3] * size);
			}
			g.stroke();
		};
		const slash = [-0.1, 1.1, 1.1, -0.1, -0.1, 0.1, 0.1, -0.1, 0.9, 1.1, 1.1, 0.9];
		const back = [-0.1, -0.1, 1.1, 1.1, 0.9, -0.1, 1.1, 0.1, -0.1, 0.9, 0.1, 1.1];
		if (look.hatch === 'slash' || look.hatch === 'cross') stroke(...slash);
		if (look.hatch === 'back' || look.hatch === 'cross') stroke(...back);
		if (look.hatch === 'level') stroke(0, 0.5, 1, 0.5);
		if (look.hatch === 'dot') g.fillRect(size * 0.35, size * 0.35, size * 0.3, size * 0.3);
		return ctx.createPattern(c, 'repeat');
	}


	// decode turns differences of whole numbers into points with north up, and
	// gives each parcel its box.
	function decode(data, items) {
		return items.map((item) => {
			const shape = {item, box: [Infinity, Infinity, -Infinity, -Infinity], rings: []};
			for (const deltas of item.r) {
				const ring = new Float64Array(deltas.length);
				let x = 0;
				let y = 0;
				for (let i = 0; i < deltas.length; i += 2) {
					x += deltas[i];
					y += deltas[i + 1];
					const px = x * data.ratio;
					ring[i] = px;
					ring[i + 1] = -y;
					shape.box = [Math.min(shape.box[0], px), Math.min(shape.box[1], -y), Math.max(shape.box[2], px), Math.max(shape.box[3], -y)];
				}
				shape.rings.push(ring);
			}
			return shape;
		});
	}

	const joined = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
	const nowhere = [Infinity, Infinity, -Infinity, -Infinity];

	// inside counts crossings over all rings, so holes are outside.
	function inside(shape, x, y) {
		let odd = false;
		for (const r of shape.rings) {
			for (let i = 0, j = r.length - 2; i < r.length; j = i, i += 2) {
				if (r[i + 1] > y !== r[j + 1] > y && x < ((r[j] - r[i]) * (y - r[i + 1])) / (r[j + 1] - r[i + 1]) + r[i]) odd = !odd;
			}
		}
		return odd;
	}

	function trace(path, shape) {
		for (const r of shape.rings) {
			path.moveTo(r[0], r[1]);
			for (let i = 2; i < r.length; i += 2) path.lineTo(r[i], r[i + 1]);
			path.closePath();
		}
	}

	// gridIndex lists, for each cell, the parcels whose box touches it.
	function gridIndex(shapes, box) {
		const w = (box[2] - box[0]) / cellsAcross || 1;
		const h = (box[3] - box[1]) / cellsAcross || 1;
		const clamp = (n) => Math.max(0, Math.min(cellsAcross - 1, n));
		const column = (x) => clamp(Math.floor((x - box[0]) / w));
		const row = (y) => clamp(Math.floor((y - box[1]) / h));
		const cells = new Map();
		shapes.forEach((s, n) => {
			for (let i = column(s.box[0]); i <= column(s.box[2]); i++) {
				for (let j = row(s.box[1]); j <= row(s.box[3]); j++) {
					const key = j * cellsAcross + i;
					if (!cells.has(key)) cells.set(key, []);
					cells.get(key).push(n);
				}
			}
		});
		return {
			at: (x, y) => cells.get(row(y) * cellsAcross + column(x)) || [],
			order: (s) => row(s.box[1]) * cellsAcross + column(s.box[0]),
		};
	}

	return {lookOf, tile, decode, joined, nowhere, inside, trace, gridIndex};
})();
