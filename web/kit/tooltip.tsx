import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

interface IconButtonProps {
  readonly icon: IconName;
  /** What it does: its name for a screen reader, and what is shown to who hovers over it or comes by keyboard. */
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

/** A button that is only a drawing, where words have no room; its name shows when one is on it. */
export function IconButton({ icon, label, isDisabled = false, onPress }: IconButtonProps) {
  return (
    <TooltipTrigger delay={400}>
      <Button aria-label={label} isDisabled={isDisabled} onPress={onPress}>
        <Icon name={icon} />
      </Button>
      <AriaTooltip className="tooltip">{label}</AriaTooltip>
    </TooltipTrigger>
  );
}
