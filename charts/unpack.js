// The page's data travel deflated, in the letters of base64url.
var tongbaoUnpack = (function () {
	'use strict';
	const able = 'DecompressionStream' in window;

	async function text(id) {
		const letters = atob(document.getElementById(id).textContent.replaceAll('-', '+').replaceAll('_', '/'));
		const bytes = new Uint8Array(letters.length);
		for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
		const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
		return new Response(stream).text();
	}

	// A browser from before 2020 shows the still pictures and the tables, and says so.
	return {
		able,
		data: async (id) => JSON.parse(await text(id)),
	};
})();
