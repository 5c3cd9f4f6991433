class Api::V1::InvitationsController < Api::V1::ApplicationController
  include Api::V1::Invitations::ControllerBase
end
