import { Component, type ComponentChildren, type FunctionComponent, h } from 'preact';

/** A component that is redrawn only if one of its properties changes. */
export function memo<Props extends object>(of: (props: Props) => ComponentChildren) {
  const Drawn: FunctionComponent<Props> = of;
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const keys = new Set([...Object.keys(this.props), ...Object.keys(next)]);
      return [...keys].some((key) => Reflect.get(this.props, key) !== Reflect.get(next, key));
    }

    override render() {
      return h(Drawn, this.props);
    }
  };
}
