import type { ComponentChildren } from 'preact';

interface NoticeProps {
  title: string;
  children?: ComponentChildren;
  /** `alert` is read out at once. */
  kind?: 'info' | 'alert' | 'busy';
}

/** Shown where there is nothing to show: why, and what to do. */
export function Notice({ title, children, kind = 'info' }: NoticeProps) {
  return (
    <section class={`notice notice-${kind}`} role={kind === 'alert' ? 'alert' : 'status'}>
      {kind === 'busy' && <span class="spinner" aria-hidden="true" />}
      <h2>{title}</h2>
      {children}
    </section>
  );
}
