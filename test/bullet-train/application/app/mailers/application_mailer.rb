class ApplicationMailer < ActionMailer::Base
  include Mailers::Base
end
