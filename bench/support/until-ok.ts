/** Resolves when a URL is answered with a good status. */
export async function untilOk(url: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const isOk = await fetch(url, { headers }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isOk) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer`);
}
