# Dot-sourced after Setup.ps1 by the tests of the waiting room: a store with a user for each kind of right, named after it.
function New-WaitingRoomStore {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param()
    $store = New-TestStore -Empty
    $rights = [ordered]@{
        uploader   = 'asset-bank.asset-management.upload-assets'
        asker      = 'asset-bank.asset-management.upload-assets-with-mandatory-approval'
        marked     = 'asset-bank.asset-management.download-watermarked-assets-directly'
        viewer     = 'asset-bank.collections.create-collections'
        downloads  = 'asset-bank.waiting-room.audit-download-requests'
        uploads    = 'asset-bank.waiting-room.audit-upload-requests'
        quarantine = 'asset-bank.waiting-room.audit-quarantined-assets'
        all        = 'asset-bank.waiting-room.*'
    }
    foreach ($name in $rights.Keys) {
        $null = New-PermProfile $name -Right $rights[$name]
        $null = New-PermUser $name -Profile $name
    }
    $store
}

function Get-TrailHead {
    # The number of the newest audit event: it moves with every change.
    (Get-PermAuditDigest).LastId
}
