import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu';
import { Button } from './button.tsx';

interface MenuProps {
  readonly label: string;
  readonly acts: readonly { readonly id: string; readonly label: string; readonly act: () => void }[];
}

/** The acts that are done less often, behind one button; a letter goes to the act that begins with it. */
export function Menu({ label, acts }: MenuProps) {
  return (
    <MenuTrigger>
      <Button>
        {label} <span aria-hidden="true">▾</span>
      </Button>
      <Popover className="popover options">
        <AriaMenu onAction={(key) => acts.find(({ id }) => id === key)?.act()}>
          {acts.map((one) => (
            <MenuItem key={one.id} id={one.id} className="option">
              {one.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
