// The index says by itself when the next edition is late.
(function () {
	'use strict';
	const stale = document.getElementById('stale');
	if (!stale) return;
	const look = () => {
		const now = new Date();
		const day = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, '0'), String(now.getDate()).padStart(2, '0')].join('-');
		stale.hidden = day <= stale.dataset.due;
	};
	look();
	setInterval(look, 3600000);
})();
