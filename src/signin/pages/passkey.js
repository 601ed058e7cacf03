/* Without this script, or where it finds no passkeys, the page is as it came: its forms do everything else. */
(() => {
  const tool = globalThis.SimpleWebAuthnBrowser;
  if (!tool?.browserSupportsWebAuthn()) return;
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const { passkey, options, failed } = form.dataset;
    const part = form.closest('[hidden]') ?? form;
    const button = form.querySelector('button[type="submit"]');
    const words = form.querySelector('[role="status"]');
    part.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      button.disabled = true;
      words.textContent = '';
      try {
        const optionsJSON = JSON.parse(options);
        const ask = passkey === 'make' ? tool.startRegistration : tool.startAuthentication;
        form.elements.namedItem('answer').value = JSON.stringify(await ask({ optionsJSON }));
        form.submit();
      } catch {
        button.disabled = false;
        words.textContent = failed;
      }
    });
  }
})();
