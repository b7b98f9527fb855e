// This wiki is not read offline. A browser that knows it from when it was forgets what it stored.
const prefix = `memopress ${new URL(registration.scope).pathname} `;
addEventListener("install", () => skipWaiting());
addEventListener("activate", (e) => e.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(prefix)) await caches.delete(name);
  await registration.unregister();
})()));
