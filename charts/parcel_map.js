// The parcel map on a canvas of its own: tens of thousands of parcels, without a
// map library. Words come from the data as text.
var tongbaoMap = (function () {
	'use strict';
	const {lookOf, tile, decode, joined, nowhere, inside, trace, gridIndex} = tongbaoShapes;
	const batchSize = 100; // parcels in one path
	const rootScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

	function line(name, text) {
		const row = document.createElement('div');
		row.appendChild(document.createElement('dt')).textContent = name;
		row.appendChild(document.createElement('dd')).textContent = text;
		return row;
	}

	return function (canvas, data, theme, state) {
		const ctx = canvas.getContext('2d');
		const byId = (id) => document.getElementById(id);
		const tip = byId('map-tip');
		const detail = byId('map-detail');
		const shapes = decode(data, data.items);
		const bounds = decode(data, data.bounds);
		const box = [...shapes, ...bounds].reduce((b, s) => joined(b, s.box), nowhere);
		const index = gridIndex(shapes, box);
		const hidden = new Set(); // statuses switched off
		let unit = -1;
		let year = -1;
		let late = false;
		let wanted = '';
		let batches = [];
		let view = {scale: 1, x: 0, y: 0}; // device px = map * scale + x, y
		let moved = false; // whether a person has moved the view
		let hovered = -1;
		let chosen = -1;
		let printing = false;
		let due = 0;

		const shows = (s) => !hidden.has(s.item.s) && (unit < 0 || s.item.u === unit) && (year < 0 || s.item.y === year) && (!late || s.item.o >= 0) &&
			(wanted === '' || s.item.i.toLowerCase().includes(wanted) || s.item.n.toLowerCase().includes(wanted));

		// rebuild groups the parcels on show by status into paths of neighbours.
		function rebuild() {
			const byStatus = data.statuses.map(() => []);
			for (const s of shapes) if (shows(s)) byStatus[s.item.s].push(s);
			batches = [];
			byStatus.forEach((list, status) => {
				list.sort((a, b) => index.order(a) - index.order(b));
				for (let i = 0; i < list.length; i += batchSize) {
					const batch = {status, path: new Path2D(), box: nowhere};
					for (const s of list.slice(i, i + batchSize)) {
						trace(batch.path, s);
						batch.box = joined(batch.box, s.box);
					}
					batches.push(batch);
				}
			});
			if (!document.documentElement.dataset.map) document.documentElement.dataset.map = String(Math.round(performance.now()));
			canvas.dataset.shown = String(byStatus.reduce((n, list) => n + list.length, 0));
			later();
		}

		function fit() {
			const pad = 0.06;
			const w = box[2] - box[0] || 1;
			const h = box[3] - box[1] || 1;
			const scale = Math.min(canvas.width / w, canvas.height / h) * (1 - 2 * pad);
			view = {scale, x: (canvas.width - (box[0] + box[2]) * scale) / 2, y: (canvas.height - (box[1] + box[3]) * scale) / 2};
		}

		const later = () => (due = due || requestAnimationFrame(paint));

		function outline(n, dark, width) {
			if (n < 0 || !shows(shapes[n])) return;
			const path = new Path2D();
			trace(path, shapes[n]);
			ctx.lineWidth = width / view.scale;
			ctx.strokeStyle = dark ? '#ffffff' : '#000000';
			ctx.stroke(path);
		}

		// The parcels are painted on a ground of their own. While the view moves over
		// many of them the ground is shifted and stretched, and painted anew at rest.
		const ground = document.createElement('canvas');
		const manyBatches = 50;
		let painted = null; // the view and the look the ground has
		let rest = 0;

		function paintGround(dark, unitPx) {
			const g = ground.getContext('2d');
			[ground.width, ground.height] = [canvas.width, canvas.height];
			g.fillStyle = dark ? '#181c22' : '#ffffff';
			g.fillRect(0, 0, ground.width, ground.height);
			g.setTransform(view.scale, 0, 0, view.scale, view.x, view.y);
			const back = new DOMMatrix([view.scale, 0, 0, view.scale, view.x, view.y]).inverse();
			const corner = [-view.x / view.scale, -view.y / view.scale, (canvas.width - view.x) / view.scale, (canvas.height - view.y) / view.scale];
			const paints = data.statuses.map(([code]) => {
				const look = lookOf(code);
				const pattern = tile(g, look, dark, unitPx);
				pattern.setTransform(back);
				return {pattern, line: look.line[dark]};
			});
			g.lineWidth = unitPx / view.scale;
			g.lineJoin = 'round';
			for (const b of batches) {
				if (b.box[2] < corner[0] || b.box[0] > corner[2] || b.box[3] < corner[1] || b.box[1] > corner[3]) continue;
				g.fillStyle = paints[b.status].pattern;
				g.fill(b.path, 'evenodd');
				g.strokeStyle = paints[b.status].line;
				g.stroke(b.path);
			}
		}

		// limits draws the outlines of the units, each with its name in the middle of
		// its box; the chosen unit's is the heavier.
		function limits(dark, unitPx) {
			const ink = dark ? '#e6e9ee' : '#1b1f24';
			for (const b of bounds) {
				const path = new Path2D();
				trace(path, b);
				const heavy = unit >= 0 && data.units[unit] === b.item.n;
				ctx.lineWidth = ((heavy ? 3 : 1.4) * unitPx) / view.scale;
				ctx.setLineDash([(7 * unitPx) / view.scale, (3 * unitPx) / view.scale]);
				ctx.strokeStyle = ink;
				ctx.stroke(path);
			}
			ctx.setLineDash([]);
			ctx.setTransform(1, 0, 0, 1, 0, 0);
			ctx.font = 'bold ' + 13 * unitPx + 'px sans-serif';
			[ctx.textAlign, ctx.textBaseline] = ['center', 'top'];
			for (const b of bounds) {
				const x = ((b.box[0] + b.box[2]) / 2) * view.scale + view.x;
				const y = b.box[1] * view.scale + view.y + 4 * unitPx;
				[ctx.lineWidth, ctx.strokeStyle, ctx.fillStyle] = [4 * unitPx, dark ? '#181c22' : '#ffffff', ink];
				ctx.strokeText(b.item.n, x, y);
				ctx.fillText(b.item.n, x, y);
			}
			canvas.dataset.bounds = String(bounds.length);
		}

		function paint() {
			due = 0;
			const dark = theme.mode() === 1 && !printing ? 1 : 0;
			const unitPx = (canvas.width / (canvas.clientWidth || canvas.width)) * rootScale();
			const look = [dark, unitPx, canvas.width, canvas.height].join();
			const same = painted && painted.look === look && painted.batches === batches;
			const still = same && painted.view === view;
			const wait = same && !still && batches.length > manyBatches && !printing;
			if (!still && !wait) {
				paintGround(dark, unitPx);
				painted = {look, view, batches};
			}
			const stretch = view.scale / painted.view.scale;
			ctx.setTransform(1, 0, 0, 1, 0, 0);
			ctx.fillStyle = dark ? '#181c22' : '#ffffff';
			ctx.fillRect(0, 0, canvas.width, canvas.height);
			ctx.setTransform(stretch, 0, 0, stretch, view.x - painted.view.x * stretch, view.y - painted.view.y * stretch);
			ctx.drawImage(ground, 0, 0);
			ctx.setTransform(view.scale, 0, 0, view.scale, view.x, view.y);
			ctx.lineJoin = 'round';
			outline(hovered, dark, 2 * unitPx);
			outline(chosen, dark, 3.5 * unitPx);
			limits(dark, unitPx);
			clearTimeout(rest);
			if (wait) {
				rest = setTimeout(() => {
					painted = null;
					later();
				}, 140);
			}
		}

		function resize() {
			const ratio = window.devicePixelRatio || 1;
			const w = Math.round(canvas.clientWidth * ratio);
			const h = Math.round(canvas.clientHeight * ratio);
			if (!w || !h || (w === canvas.width && h === canvas.height && canvas.dataset.ready)) return;
			canvas.width = w;
			canvas.height = h;
			canvas.dataset.ready = '1';
			if (!moved) fit();
			later();
		}

		// device turns a mouse event into device px of the canvas.
		function device(event) {
			const r = canvas.getBoundingClientRect();
			return [((event.clientX - r.left) * canvas.width) / r.width, ((event.clientY - r.top) * canvas.height) / r.height];
		}

		function hit(px, py) {
			const x = (px - view.x) / view.scale;
			const y = (py - view.y) / view.scale;
			const found = index.at(x, y).filter((n) => shows(shapes[n]) && inside(shapes[n], x, y));
			return found.length ? found[found.length - 1] : -1;
		}

		function zoom(factor, px = canvas.width / 2, py = canvas.height / 2) {
			view = {scale: view.scale * factor, x: px - (px - view.x) * factor, y: py - (py - view.y) * factor};
			moved = true;
			later();
		}

		function pan(dx, dy) {
			view = {scale: view.scale, x: view.x + dx, y: view.y + dy};
			moved = true;
			later();
		}

		function hover(event) {
			const [px, py] = device(event);
			hovered = hit(px, py);
			tip.hidden = hovered < 0;
			if (hovered >= 0) {
				const item = shapes[hovered].item;
				tip.replaceChildren();
				tip.appendChild(document.createElement('strong')).textContent = item.n;
				tip.appendChild(document.createElement('div')).textContent = data.statuses[item.s][1] + '　' + item.a + '公顷';
				const r = canvas.getBoundingClientRect();
				const left = Math.min(event.clientX - r.left + 12, r.width - tip.offsetWidth - 4);
				const top = Math.min(event.clientY - r.top + 14, r.height - tip.offsetHeight - 4);
				tip.style.transform = 'translate(' + Math.max(0, left) + 'px,' + Math.max(0, top) + 'px)';
			}
			later();
		}

		function choose(n) {
			chosen = n;
			later();
			if (n < 0) return;
			const item = shapes[n].item;
			const list = document.createElement('dl');
			for (const [name, text] of [['类别', data.kinds[item.k]], ['编号', item.i], ['责任单位', data.units[item.u]], ['批次', data.batches[item.b]],
				['年度', data.years[item.y]], ['状态', data.statuses[item.s][1]], ['面积', item.a + '公顷'], ['情况', data.words[item.w]], ['超期', data.words[item.o]]]) if (text) list.appendChild(line(name, text));
			const heading = document.createElement('h4');
			heading.textContent = item.n;
			detail.replaceChildren(heading, list, life(item));
		}

		// life is what happened to a parcel, in order; what is only agreed is marked.
		function life(item) {
			const list = document.createElement('ol');
			list.className = 'life';
			for (const [day, what, source, at, ahead] of item.l || []) {
				const event = list.appendChild(document.createElement('li'));
				if (ahead) event.className = 'ahead';
				event.appendChild(document.createElement('time')).textContent = data.words[day] + (ahead ? '（未到）' : '');
				event.appendChild(document.createElement('span')).textContent = data.words[what];
				event.appendChild(document.createElement('small')).textContent = (data.sources[source] || '') + '，第' + at + '行';
			}
			return list;
		}

		// reveal chooses a parcel and brings it to the middle: the keyboard's way.
		function reveal(n) {
			choose(n);
			const [a, b, c, d] = n < 0 ? box : shapes[n].box;
			pan(canvas.width / 2 - view.x - ((a + c) / 2) * view.scale, canvas.height / 2 - view.y - ((b + d) / 2) * view.scale);
		}

		function listen() {
			const pointers = new Map();
			let travelled = 0;
			canvas.addEventListener('pointerdown', (e) => {
				pointers.set(e.pointerId, device(e));
				travelled = 0;
				canvas.setPointerCapture(e.pointerId);
			});
			canvas.addEventListener('pointermove', (e) => {
				const was = pointers.get(e.pointerId);
				if (!was) return hover(e);
				const now = device(e);
				if (pointers.size === 2) {
					const [other] = [...pointers].filter(([id]) => id !== e.pointerId).map(([, p]) => p);
					const far = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]) || 1;
					zoom(far(now) / far(was), other[0], other[1]);
				} else if (pointers.size === 1) {
					pan(now[0] - was[0], now[1] - was[1]);
				}
				travelled += Math.hypot(now[0] - was[0], now[1] - was[1]);
				pointers.set(e.pointerId, now);
				tip.hidden = true;
			});
			const lift = (e) => {
				if (pointers.delete(e.pointerId) && e.type === 'pointerup' && travelled < 6) choose(hit(...device(e)));
			};
			for (const type of ['pointerup', 'pointercancel']) canvas.addEventListener(type, lift);
			canvas.addEventListener('pointerleave', () => {
				[hovered, tip.hidden] = [-1, true];
				later();
			});
			canvas.addEventListener('wheel', (e) => {
				if (!e.ctrlKey && !e.metaKey) return; // a bare wheel scrolls the page
				e.preventDefault();
				zoom(Math.exp(-e.deltaY / 300), ...device(e));
			}, {passive: false});
			canvas.addEventListener('keydown', (e) => {
				const step = 60;
				const acts = {
					ArrowLeft: () => pan(step, 0), ArrowRight: () => pan(-step, 0), ArrowUp: () => pan(0, step), ArrowDown: () => pan(0, -step),
					'+': () => zoom(1.3), '=': () => zoom(1.3), '-': () => zoom(1 / 1.3), Enter: () => reveal(next()),
				};
				if (!Object.hasOwn(acts, e.key)) return;
				e.preventDefault();
				acts[e.key]();
			});
		}

		// next is the parcel on show after the chosen one, for the keyboard.
		function next() {
			for (let i = 1; i <= shapes.length; i++) {
				const n = (chosen + i) % shapes.length;
				if (shows(shapes[n])) return n;
			}
			return -1;
		}

		// legend draws the switches of the statuses, each with its own hatch.
		function legend() {
			const dark = theme.mode() === 1 ? 1 : 0;
			const rows = data.statuses.map(([code, words], status) => {
				const look = lookOf(code);
				const label = document.createElement('label');
				const box = label.appendChild(document.createElement('input'));
				box.type = 'checkbox';
				box.checked = !hidden.has(status);
				box.addEventListener('change', () => {
					if (box.checked) hidden.delete(status);
					else hidden.add(status);
					rebuild();
				});
				const swatch = label.appendChild(document.createElement('canvas'));
				swatch.width = 64;
				swatch.height = 36;
				const g = swatch.getContext('2d');
				g.fillStyle = tile(g, look, dark, 2);
				g.fillRect(0, 0, 64, 36);
				g.strokeStyle = look.line[dark];
				g.lineWidth = 4;
				g.strokeRect(0, 0, 64, 36);
				label.appendChild(document.createElement('span')).textContent = words;
				return label;
			});
			byId('map-status').replaceChildren(...rows);
		}

		data.units.forEach((name, n) => {
			const option = byId('map-unit').appendChild(document.createElement('option'));
			option.value = String(n);
			option.textContent = name;
		});
		data.years.map((name, n) => [name, n]).sort((a, b) => (a[0] < b[0] ? -1 : 1)).forEach(([name, n]) => {
			const option = byId('map-year').appendChild(document.createElement('option'));
			option.value = String(n);
			option.textContent = name;
		});
		const filter = () => {
			year = byId('map-year').value === '' ? -1 : Number(byId('map-year').value);
			late = byId('map-late').checked;
			unit = byId('map-unit').value === '' ? -1 : Number(byId('map-unit').value);
			wanted = byId('map-find').value.trim().toLowerCase();
			rebuild();
		};
		byId('map-unit').addEventListener('change', filter);
		byId('map-year').addEventListener('change', filter);
		byId('map-late').addEventListener('change', filter);
		byId('map-find').addEventListener('input', filter);
		canvas.closest('.map').querySelector('form').addEventListener('submit', (e) => e.preventDefault());
		byId('map-in').addEventListener('click', () => zoom(1.4));
		byId('map-out').addEventListener('click', () => zoom(1 / 1.4));
		byId('map-all').addEventListener('click', () => {
			moved = false;
			fit();
			later();
		});
		theme.listen(() => {
			legend();
			later();
		});
		for (const type of ['beforeprint', 'afterprint']) window.addEventListener(type, () => {
			printing = type === 'beforeprint';
			paint();
		});
		// The unit chosen for the whole page is chosen here too.
		const follow = () => {
			const n = data.units.indexOf(state.unit());
			byId('map-unit').value = n < 0 ? '' : String(n);
			filter();
		};
		state.listen(follow);
		follow();
		new ResizeObserver(resize).observe(canvas);
		legend();
		listen();
		resize();
		rebuild();
	};
})();
