// After the page: nothing waits for it. Browsers refuse it without HTTPS, but on this very machine.
if ("serviceWorker" in navigator) {
  const register = () => {
    navigator.serviceWorker.register("/sw.js").catch(() => {
      // Refused, in a private window for instance: pages are then read online.
    });
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
