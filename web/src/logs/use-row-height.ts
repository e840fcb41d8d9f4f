import { useEffect, useState } from 'preact/hooks';

/** Rows on a phone have two lines; the style sheet uses the same width. */
const PHONE = '(max-width: 720px)';

/** Height of a row in pixels. */
export function useRowHeight(): number {
  const [phone, setPhone] = useState(() => matchMedia(PHONE).matches);
  useEffect(() => {
    const media = matchMedia(PHONE);
    const follow = () => setPhone(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  return phone ? 58 : 32;
}
