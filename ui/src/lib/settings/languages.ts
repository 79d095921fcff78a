/** Names of languages, from the codes that Tesseract uses: three letters, with some of its own. */
const SHORT: Record<string, string> = {
  eng: 'en',
  deu: 'de',
  fra: 'fr',
  ita: 'it',
  spa: 'es',
  nld: 'nl',
  por: 'pt',
  chi_sim: 'zh-Hans',
  chi_tra: 'zh-Hant',
  deu_latf: 'de-Latf',
};

const names = new Intl.DisplayNames(undefined, { type: 'language', fallback: 'code' });

export function languageName(code: string): string {
  const tag = SHORT[code] ?? code.replace('_', '-');
  try {
    return names.of(tag) ?? code;
  } catch {
    return code;
  }
}
