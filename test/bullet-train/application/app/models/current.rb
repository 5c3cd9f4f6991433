class Current < ActiveSupport::CurrentAttributes
  include CurrentAttributes::Base
end
